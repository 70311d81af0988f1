package dev.winnow.text.pattern;

import java.util.ArrayList;
import java.util.List;

/**
 * A pattern without what makes no difference to whether it is found somewhere: at an end that is not anchored, one that
 * comes at least so often may as well come just so often.
 */
final class Trimmed {
    private Trimmed() {}

    static Node of(Node way) {
        List<Node> parts = new ArrayList<>(way instanceof Node.Sequence sequence ? sequence.parts() : List.of(way));
        while (!parts.isEmpty() && shortened(parts, parts.size() - 1)) {
            // until the last part can be no shorter
        }
        while (!parts.isEmpty() && shortened(parts, 0)) {
            // until the first part can be no shorter
        }
        return parts.size() == 1 ? parts.get(0) : new Node.Sequence(List.copyOf(parts));
    }

    /** Whether a part was a repetition of more than is needed. */
    private static boolean shortened(List<Node> parts, int at) {
        if (!(parts.get(at) instanceof Node.Repetition repetition) || repetition.most() == repetition.least()) {
            return false;
        }
        if (repetition.least() == 0) {
            parts.remove(at);
        } else {
            parts.set(at, new Node.Repetition(repetition.body(), repetition.least(), repetition.least()));
        }
        return true;
    }
}
