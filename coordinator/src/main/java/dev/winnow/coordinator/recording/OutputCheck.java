package dev.winnow.coordinator.recording;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.winnow.common.result.ErrorCode;
import dev.winnow.common.result.ItemFailure;
import dev.winnow.common.result.ItemOutput;
import dev.winnow.common.result.ItemResult;
import jakarta.inject.Singleton;
import java.util.regex.Pattern;

/**
 * Lets only outputs through that are one JSON value on one line: results are written as they are, one a line, and
 * anything else would break them for every reader. Thread-safe.
 */
@Singleton
class OutputCheck {
    // JSON allows these only between tokens, so that nothing but layout is lost; numbers keep their digits.
    private static final Pattern LAYOUT = Pattern.compile("[\\t\\r\\n] *");

    private final ObjectReader strict;

    OutputCheck(ObjectMapper json) {
        this.strict = json.reader().with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    }

    /** The same result if it can be shown, else a failure that says why not. */
    ItemResult checked(ItemResult item) {
        return item instanceof ItemOutput output ? checked(output) : item;
    }

    private ItemResult checked(ItemOutput item) {
        try {
            if (strict.readTree(item.output()).isMissingNode()) {
                return refused(item, "the worker's output is empty");
            }
        } catch (JsonProcessingException e) {
            return refused(item, "the worker's output is no JSON: " + e.getOriginalMessage());
        }
        String line = LAYOUT.matcher(item.output()).replaceAll("");
        return line.equals(item.output())
                ? item
                : new ItemOutput(item.position(), line, item.truncated(), item.usage(), item.madeBy());
    }

    private static ItemFailure refused(ItemOutput item, String reason) {
        return new ItemFailure(item.position(), ErrorCode.INVALID_OUTPUT, reason);
    }
}
