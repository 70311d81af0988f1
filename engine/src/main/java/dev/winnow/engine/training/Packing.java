package dev.winnow.engine.training;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Puts a step's examples into as few packs as first fit decreasing finds: the longest first, each into the first pack
 * that has room. What is learned does not depend on it, but for rounding.
 */
final class Packing {
    private final int mostTokens;

    /** Into packs of at most so many tokens; no example may be longer. */
    Packing(int mostTokens) {
        this.mostTokens = mostTokens;
    }

    List<Pack> packs(List<TrainingExample> examples) {
        List<Open> open = new ArrayList<>();
        List<TrainingExample> longestFirst = examples.stream()
                .sorted(Comparator.comparingInt(TrainingExample::length).reversed())
                .toList();
        for (TrainingExample example : longestFirst) {
            open.stream()
                    .filter(pack -> pack.tokens + example.length() <= mostTokens)
                    .findFirst()
                    .orElseGet(() -> {
                        Open pack = new Open();
                        open.add(pack);
                        return pack;
                    })
                    .add(example);
        }
        return open.stream().map(pack -> new Pack(pack.examples)).toList();
    }

    private static final class Open {
        private final List<TrainingExample> examples = new ArrayList<>();
        private int tokens;

        void add(TrainingExample example) {
            examples.add(example);
            tokens += example.length();
        }
    }
}
