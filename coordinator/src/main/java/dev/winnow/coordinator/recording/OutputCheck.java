package dev.winnow.coordinator.recording;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.winnow.common.json.ExactJson;
import dev.winnow.common.result.ErrorCode;
import dev.winnow.common.result.ItemFailure;
import dev.winnow.common.result.ItemOutput;
import dev.winnow.common.result.ItemResult;
import dev.winnow.common.result.ItemsFinished;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Lets only outputs through that are one JSON value on one line: results are written as they are, one a line, and
 * anything else would break them for every reader. Thread-safe.
 */
@Singleton
class OutputCheck {
    // JSON allows these only between tokens, so that nothing but layout is lost; numbers keep their digits.
    private static final Pattern LAYOUT = Pattern.compile("[\\t\\r\\n] *");
    private static final Pattern LINE_END = Pattern.compile("[\\t\\r\\n]");

    private final JsonFactory json;

    OutputCheck(ObjectMapper json) {
        this.json = ExactJson.factory(json.getFactory().streamReadConstraints());
    }

    /** The same message, with a failure that says why not in the place of each output that cannot be shown. */
    ItemsFinished checked(ItemsFinished message) {
        List<ItemResult> items = message.items().stream().map(this::checked).toList();
        return new ItemsFinished(message.shard(), message.job(), message.incarnation(), items);
    }

    private ItemResult checked(ItemResult item) {
        return item instanceof ItemOutput output ? checked(output) : item;
    }

    private ItemResult checked(ItemOutput item) {
        try {
            String fault = fault(item.output());
            if (!fault.isEmpty()) {
                return refused(item, fault);
            }
        } catch (IOException e) {
            String reason = e instanceof JsonProcessingException bad ? bad.getOriginalMessage() : e.getMessage();
            return refused(item, "the worker's output is no JSON: " + reason);
        }
        return LINE_END.matcher(item.output()).find()
                ? new ItemOutput(
                        item.position(),
                        LAYOUT.matcher(item.output()).replaceAll(""),
                        item.truncated(),
                        item.usage(),
                        item.madeBy(),
                        item.evidence())
                : item;
    }

    // Token by token: nothing is kept of it.
    private String fault(String output) throws IOException {
        try (JsonParser parser = json.createParser(output)) {
            int values = 0;
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                parser.finishToken();
                if (token.isNumeric()) {
                    // Refuses what nobody could read exactly: eight characters say a number of a million digits.
                    parser.getDecimalValue();
                }
                if (!token.isStructStart() && parser.getParsingContext().inRoot()) {
                    values++;
                }
            }
            if (values == 0) {
                return "the worker's output is empty";
            }
            return values == 1 ? "" : "the worker's output goes on after its JSON";
        }
    }

    private static ItemFailure refused(ItemOutput item, String reason) {
        return new ItemFailure(item.position(), ErrorCode.INVALID_OUTPUT, reason);
    }
}
