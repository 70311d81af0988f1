package dev.winnow.text.merge;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.winnow.common.result.Evidence;
import dev.winnow.common.result.Span;
import dev.winnow.text.evidence.EvidenceRoom;
import dev.winnow.text.evidence.OutputValue.Kind;
import dev.winnow.text.merge.Found.Elements;
import dev.winnow.text.merge.Found.Members;
import dev.winnow.text.merge.Found.Scalar;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes a value as an output, and collects what speaks for it. Not thread-safe. */
final class FoundWriter {
    private static final JsonFactory JSON = new JsonFactory();

    private final Map<String, Double> confidence = new LinkedHashMap<>();
    private final Map<String, @Nullable Span> spans = new LinkedHashMap<>();
    private final EvidenceRoom room = new EvidenceRoom();

    /** The value's JSON. */
    String write(Found found) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            write(json, found, "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    /** Of the values that were written. */
    Evidence evidence() {
        return new Evidence(confidence, spans);
    }

    private void write(JsonGenerator json, Found found, String pointer) throws IOException {
        if (found instanceof Scalar scalar) {
            write(json, scalar);
            note(scalar, pointer);
        } else if (found instanceof Members members) {
            json.writeStartObject();
            for (Map.Entry<String, Found> member : members.byName().entrySet()) {
                json.writeFieldName(member.getKey());
                write(json, member.getValue(), Pointers.member(pointer, member.getKey()));
            }
            json.writeEndObject();
            noteEmpty(members.byName().isEmpty(), members.emptyConfidence(), pointer);
        } else if (found instanceof Elements elements) {
            json.writeStartArray();
            for (int i = 0; i < elements.items().size(); i++) {
                write(json, elements.items().get(i), Pointers.item(pointer, i));
            }
            json.writeEndArray();
            noteEmpty(elements.items().isEmpty(), elements.emptyConfidence(), pointer);
        }
    }

    private static void write(JsonGenerator json, Scalar scalar) throws IOException {
        if (scalar.kind() == Kind.STRING) {
            json.writeString(scalar.text());
        } else {
            json.writeRawValue(scalar.text());
        }
    }

    private void note(Scalar scalar, String pointer) {
        if (room.takes(pointer)) {
            if (scalar.confidence() != null) {
                confidence.put(pointer, scalar.confidence());
            }
            if (scalar.sought()) {
                spans.put(pointer, scalar.span());
            }
        }
    }

    private void noteEmpty(boolean isEmpty, @Nullable Double sure, String pointer) {
        if (isEmpty && room.takes(pointer) && sure != null) {
            confidence.put(pointer, sure);
        }
    }
}
