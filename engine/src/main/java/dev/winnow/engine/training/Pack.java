package dev.winnow.engine.training;

import java.util.List;

/**
 * Examples one behind the other, as they are computed at once. The last token of each is only something to be foretold,
 * so it is no input.
 */
final class Pack {
    private final long[] ids;
    private final long[] lengths;
    private final long[] positions;
    private final long[] targets;

    Pack(List<TrainingExample> examples) {
        lengths = examples.stream().mapToLong(example -> example.length() - 1).toArray();
        ids = new long
                [examples.stream().mapToInt(example -> example.length() - 1).sum()];
        int supervised = examples.stream().mapToInt(TrainingExample::supervised).sum();
        positions = new long[supervised];
        targets = new long[supervised];
        int start = 0;
        int next = 0;
        for (TrainingExample example : examples) {
            for (int at = 0; at < example.length() - 1; at++) {
                ids[start + at] = example.token(at);
                if (at + 1 >= example.supervisedFrom()) {
                    positions[next] = (long) start + at;
                    targets[next] = example.token(at + 1);
                    next++;
                }
            }
            start += example.length() - 1;
        }
    }

    /** The input tokens of all. */
    long[] ids() {
        return ids;
    }

    /** Of how many of them each example is. */
    long[] lengths() {
        return lengths;
    }

    /** Which of them have a next token that is learned. */
    long[] positions() {
        return positions;
    }

    /** These next tokens. */
    long[] targets() {
        return targets;
    }
}
