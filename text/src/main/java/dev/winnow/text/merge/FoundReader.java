package dev.winnow.text.merge;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.winnow.common.result.Evidence;
import dev.winnow.common.result.Span;
import dev.winnow.text.evidence.OutputValue.Kind;
import dev.winnow.text.merge.Found.Elements;
import dev.winnow.text.merge.Found.Members;
import dev.winnow.text.merge.Found.Scalar;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Reads the output of a window. */
final class FoundReader {
    private static final JsonFactory JSON = new JsonFactory();

    private final JsonParser parser;
    private final Evidence evidence;
    private final int window;
    private final int shift;

    private FoundReader(JsonParser parser, Evidence evidence, int window, int shift) {
        this.parser = parser;
        this.evidence = evidence;
        this.window = window;
        this.shift = shift;
    }

    /**
     * Reads it.
     *
     * @param window its number
     * @param shift code points of the document before the window
     * @throws IllegalArgumentException if the output is no JSON
     */
    static Found read(String output, Evidence evidence, int window, int shift) {
        try (JsonParser parser = JSON.createParser(output)) {
            parser.nextToken();
            return new FoundReader(parser, evidence, window, shift).value("");
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("the output is no JSON: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Found value(String pointer) throws IOException {
        JsonToken token = requireNonNull(parser.currentToken(), "the output is empty");
        return switch (token) {
            case START_OBJECT -> members(pointer);
            case START_ARRAY -> elements(pointer);
            case VALUE_STRING -> scalar(Kind.STRING, pointer);
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> scalar(Kind.NUMBER, pointer);
            default -> scalar(Kind.LITERAL, pointer);
        };
    }

    private Found members(String pointer) throws IOException {
        Members members = new Members();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            members.byName().put(name, value(Pointers.member(pointer, name)));
        }
        if (members.byName().isEmpty()) {
            members.emptyConfidence(evidence.confidence().get(pointer));
        }
        return members;
    }

    private Found elements(String pointer) throws IOException {
        Elements elements = new Elements(window);
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            elements.items().add(value(Pointers.item(pointer, elements.items().size())));
        }
        if (elements.items().isEmpty()) {
            elements.emptyConfidence(evidence.confidence().get(pointer));
        }
        return elements;
    }

    private Found scalar(Kind kind, String pointer) throws IOException {
        Span span = evidence.spans().get(pointer);
        return new Scalar(
                kind,
                parser.getText(),
                evidence.confidence().get(pointer),
                evidence.spans().containsKey(pointer),
                span == null ? null : new Span(span.from() + shift, span.to() + shift));
    }
}
