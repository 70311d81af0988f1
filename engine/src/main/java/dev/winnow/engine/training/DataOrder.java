package dev.winnow.engine.training;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Which examples a step takes: all of them in each epoch, in an order of its own. Any step can be asked for, so that a
 * training that goes on needs no state of a generator. {@link Random} is what it says in every Java.
 */
final class DataOrder {
    private final int examples;
    private final int stepExamples;
    private final int epochs;
    private final Seeds seeds;

    DataOrder(int examples, int stepExamples, int epochs, Seeds seeds) {
        this.examples = examples;
        this.stepExamples = stepExamples;
        this.epochs = epochs;
        this.seeds = seeds;
    }

    /** How many steps there are; the last one of an epoch may have fewer examples. */
    int steps() {
        return Math.multiplyExact(epochs, stepsOfEpoch());
    }

    /** The numbers of a step's examples. */
    List<Integer> step(int step) {
        int epoch = step / stepsOfEpoch();
        int first = step % stepsOfEpoch() * stepExamples;
        List<Integer> order =
                new ArrayList<>(IntStream.range(0, examples).boxed().toList());
        Collections.shuffle(order, new Random(seeds.of(Seeds.Use.ORDER, epoch)));
        return List.copyOf(order.subList(first, Math.min(examples, first + stepExamples)));
    }

    private int stepsOfEpoch() {
        return (examples + stepExamples - 1) / stepExamples;
    }
}
