package dev.winnow.benchmarks.schemas;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.winnow.text.replay.TestedSchema;
import java.util.List;

/**
 * A schema, with the tokens of its instances.
 *
 * @param instances for each instance of the schema the ways to write it
 */
record Question(TestedSchema tested, List<Ways> instances) {
    /** Copies the list. */
    Question {
        requireNonNull(tested, "tested");
        instances = List.copyOf(instances);
        if (instances.size() != tested.instances().size()) {
            throw new IllegalArgumentException("%d instances, but ways to write %d"
                    .formatted(tested.instances().size(), instances.size()));
        }
    }

    /**
     * Ways to write an instance, as tokens.
     *
     * @param texts those that Winnow is given
     * @param otherOrders the same with the properties in other orders, for a peer that wants them otherwise
     */
    record Ways(
            @JsonProperty("texts") List<List<Integer>> texts,
            @JsonProperty("other_orders") List<List<Integer>> otherOrders) {
        /** Copies the lists. */
        Ways {
            texts = List.copyOf(texts);
            otherOrders = List.copyOf(otherOrders);
            if (texts.isEmpty()) {
                throw new IllegalArgumentException("an instance can be written in one way at least");
            }
        }
    }
}
