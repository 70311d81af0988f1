package dev.winnow.cli.document;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * One text to extract from.
 *
 * @param file where it comes from, as messages call it
 * @param line its line there, 0 if it is the whole file
 * @param json its line of the request
 * @param blank whether there is nothing in it
 */
@SuppressWarnings("ArrayRecordComponent") // made here, sent once
public record Document(String file, long line, byte[] json, boolean blank) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * A document that was read.
     *
     * @param id what its result is called; the service numbers those without
     * @param instruction its own instruction, if it has one
     */
    static Document of(String file, long line, @Nullable String id, Content content, @Nullable String instruction) {
        return new Document(
                file,
                line,
                json(id, content, instruction, StandardCharsets.UTF_8),
                content.text().isBlank());
    }

    /** A line as it stands in its file, for the service to judge. */
    static Document unread(String file, long line, byte[] bytes) {
        return new Document(file, line, bytes, false);
    }

    /** A file that is not UTF-8, for the service to judge: each of its bytes is sent as it is. */
    static Document unread(String file, String id, String field, byte[] bytes) {
        Charset bytewise = StandardCharsets.ISO_8859_1;
        String idBytes = new String(id.getBytes(StandardCharsets.UTF_8), bytewise);
        return new Document(
                file, 0, json(idBytes, new Content(field, new String(bytes, bytewise)), null, bytewise), false);
    }

    private static byte[] json(@Nullable String id, Content content, @Nullable String instruction, Charset charset) {
        ObjectNode node = JSON.createObjectNode();
        if (id != null) {
            node.put("id", id);
        }
        node.put(content.field(), content.text());
        if (instruction != null) {
            node.put("instruction", instruction);
        }
        return node.toString().getBytes(charset);
    }

    /**
     * What is to be extracted from.
     *
     * @param field how the request calls it: {@code input} for text, {@code html} for a page
     */
    record Content(String field, String text) {
        static final String TEXT = "input";
        static final String PAGE = "html";
    }

    /** Where it stands. */
    public String origin() {
        return line == 0 ? file : file + ", line " + line;
    }
}
