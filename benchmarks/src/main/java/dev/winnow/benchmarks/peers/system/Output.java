package dev.winnow.benchmarks.peers.system;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * What a system made of a document.
 *
 * @param tokens without an end token
 * @param steps calls of the model that this output took part in, its prompt's counted as one
 * @param truncated the limit ended it, or shaped it
 */
public record Output(
        @JsonProperty("tokens") List<Integer> tokens,
        @JsonProperty("steps") int steps,
        @JsonProperty("truncated") boolean truncated) {
    public Output {
        tokens = List.copyOf(tokens);
    }
}
