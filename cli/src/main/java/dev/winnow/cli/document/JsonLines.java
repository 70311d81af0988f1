package dev.winnow.cli.document;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.winnow.cli.console.CommandException;
import dev.winnow.cli.document.Document.Content;
import java.io.IOException;
import java.nio.file.Files;
import org.jspecify.annotations.Nullable;

/** A file with a document a line: {@code input} or {@code html}, and maybe {@code id} and {@code instruction}. */
final class JsonLines implements DocumentReader {
    private static final ObjectReader LINE =
            new ObjectMapper().readerFor(JsonNode.class).with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    // More than the service takes of a line: one that is cut here is refused there for its length.
    private static final int KEPT_BYTES = 64 << 20;

    private final DocumentFile file;
    private final boolean unread;
    private final Utf8Lines lines;

    /** Reads that file; lines are sent as they stand there, if {@code unread}. */
    JsonLines(DocumentFile file, boolean unread) throws IOException {
        this.file = file;
        this.unread = unread;
        this.lines = new Utf8Lines(Files.newInputStream(file.path()));
    }

    @Override
    public @Nullable Document next() throws IOException {
        return unread ? nextUnread() : nextLine();
    }

    private @Nullable Document nextUnread() throws IOException {
        byte[] line = lines.nextBytes(KEPT_BYTES);
        while (line != null && isBlank(line)) {
            line = lines.nextBytes(KEPT_BYTES);
        }
        return line == null ? null : Document.unread(file.shown(), lines.number(), line);
    }

    private static boolean isBlank(byte[] line) {
        for (byte b : line) {
            if (b != ' ' && b != '\t' && b != '\r') {
                return false;
            }
        }
        return true;
    }

    private @Nullable Document nextLine() throws IOException {
        String line = lines.next();
        while (line != null && line.isBlank()) {
            line = lines.next();
        }
        return line == null ? null : parse(line);
    }

    private Document parse(String line) {
        String where = file.shown() + ", line " + lines.number();
        JsonNode node;
        try {
            node = LINE.readTree(line);
        } catch (JsonProcessingException e) {
            throw CommandException.usage(where + ": not JSON: " + e.getOriginalMessage());
        }
        String field = node.has(Content.PAGE) && !node.has(Content.TEXT) ? Content.PAGE : Content.TEXT;
        if (!node.path(field).isTextual()) {
            throw CommandException.usage(where
                    + ": must be an object with a string \"input\", as in {\"id\": \"a-1\", \"input\": \"...\"},"
                    + " or \"html\"");
        }
        return Document.of(
                file.shown(),
                lines.number(),
                scalar(node, "id", where),
                new Content(field, node.path(field).asText()),
                scalar(node, "instruction", where));
    }

    private static @Nullable String scalar(JsonNode node, String field, String where) {
        JsonNode value = node.path(field);
        if (value.isContainerNode()) {
            throw CommandException.usage(where + ": \"" + field + "\" must be a string");
        }
        return value.isMissingNode() || value.isNull() ? null : value.asText();
    }

    @Override
    public long line() {
        return lines.number();
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
