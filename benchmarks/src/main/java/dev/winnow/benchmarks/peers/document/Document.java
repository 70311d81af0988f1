package dev.winnow.benchmarks.peers.document;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A text and what it should give.
 *
 * @param id names it in messages
 * @param instruction what to do with the input
 * @param input the text
 * @param output the JSON that it holds
 */
public record Document(String id, String instruction, String input, JsonNode output) {
    public Document {
        requireNonNull(id, "id");
        requireNonNull(instruction, "instruction");
        requireNonNull(input, "input");
        requireNonNull(output, "output");
    }
}
