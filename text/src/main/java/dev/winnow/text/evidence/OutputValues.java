package dev.winnow.text.evidence;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.winnow.text.evidence.OutputValue.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** Takes outputs apart. */
public final class OutputValues {
    private static final JsonFactory JSON = new JsonFactory();

    private OutputValues() {}

    /**
     * The values of an output, in their order; those of objects and arrays within are listed in their place.
     *
     * @param json in UTF-8; white space around it is no harm
     * @throws IllegalArgumentException if it is no JSON
     */
    public static List<OutputValue> of(byte[] json) {
        List<OutputValue> values = new ArrayList<>();
        try (JsonParser parser = JSON.createParser(json)) {
            while (parser.nextToken() != null) {
                add(parser, values);
            }
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("the output is no JSON: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return values;
    }

    private static void add(JsonParser parser, List<OutputValue> values) throws IOException {
        JsonToken token = parser.currentToken();
        if (token == JsonToken.VALUE_STRING) {
            values.add(value(parser, Kind.STRING));
        } else if (token.isNumeric()) {
            values.add(value(parser, Kind.NUMBER));
        } else if (token.isScalarValue()) {
            values.add(value(parser, Kind.LITERAL));
        } else if (token.isStructStart()) {
            addIfEmpty(parser, values);
        }
    }

    private static void addIfEmpty(JsonParser parser, List<OutputValue> values) throws IOException {
        int from = (int) parser.currentTokenLocation().getByteOffset();
        // An empty one has the pointer of what surrounds it once it has ended, so it is taken before.
        String pointer = parser.getParsingContext().getParent().pathAsPointer().toString();
        JsonToken next = parser.nextToken();
        if (next != null && next.isStructEnd()) {
            values.add(new OutputValue(pointer, Kind.EMPTY, "", from, (int)
                    parser.currentLocation().getByteOffset()));
        } else if (next != null) {
            add(parser, values);
        }
    }

    private static OutputValue value(JsonParser parser, Kind kind) throws IOException {
        // Asked for first: a string is read to its end only then.
        String text = parser.getText();
        return new OutputValue(
                parser.getParsingContext().pathAsPointer().toString(),
                kind,
                text,
                (int) parser.currentTokenLocation().getByteOffset(),
                (int) parser.currentLocation().getByteOffset());
    }
}
