package dev.winnow.benchmarks.peers.document;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * A document as a model's tokens.
 *
 * @param input the document's own text
 * @param prompt what the model is given
 * @param reference what it should write, without an end token
 * @param output the same as JSON
 * @param wholeCharacters whether no token of the reference ends or begins within a character
 */
public record TokenDocument(
        String input, List<Integer> prompt, List<Integer> reference, JsonNode output, boolean wholeCharacters) {
    public TokenDocument {
        requireNonNull(input, "input");
        prompt = List.copyOf(prompt);
        reference = List.copyOf(reference);
        requireNonNull(output, "output");
    }
}
