package dev.winnow.benchmarks.training;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.winnow.benchmarks.peers.document.TokenDocument;
import dev.winnow.engine.training.TrainingExample;
import java.util.ArrayList;
import java.util.List;

/** An example as both read it. */
record TrainingLine(
        @JsonProperty("tokens") int[] tokens,
        @JsonProperty("supervised_from") int supervisedFrom) {
    static TrainingLine of(TokenDocument document, int endOfTurn) {
        List<Integer> tokens = new ArrayList<>(document.prompt());
        tokens.addAll(document.reference());
        tokens.add(endOfTurn);
        return new TrainingLine(
                tokens.stream().mapToInt(Integer::intValue).toArray(),
                document.prompt().size());
    }

    TrainingExample example() {
        return new TrainingExample(tokens, supervisedFrom);
    }
}
