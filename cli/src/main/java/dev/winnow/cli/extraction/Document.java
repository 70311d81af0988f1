package dev.winnow.cli.extraction;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * One text to extract from.
 *
 * @param file where it comes from
 * @param line its line there, 0 if it is the whole file
 * @param id what its result is called; the service numbers those without
 * @param instruction its own instruction, if it has one
 */
record Document(
        Path file,
        long line,
        @Nullable String id,
        String input,
        @Nullable String instruction) {
    private static final ObjectMapper JSON = new ObjectMapper();

    String origin() {
        return line == 0 ? file.toString() : file + ", line " + line;
    }

    /** Its line of the request. */
    byte[] json() {
        ObjectNode node = JSON.createObjectNode();
        if (id != null) {
            node.put("id", id);
        }
        node.put("input", input);
        if (instruction != null) {
            node.put("instruction", instruction);
        }
        return (node + "\n").getBytes(StandardCharsets.UTF_8);
    }
}
