package dev.winnow.benchmarks.peers.system;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * A task, done.
 *
 * @param seconds from the first document's way in to the last one's way out
 * @param outputs in the order of the documents
 */
public record Answer(
        @JsonProperty("seconds") double seconds,
        @JsonProperty("outputs") List<Output> outputs) {
    public Answer {
        outputs = List.copyOf(outputs);
    }
}
