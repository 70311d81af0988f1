package dev.winnow.text.constraint;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Several texts that may come, each with what follows it: a trie whose ends lead on. Keys, punctuation and literal
 * values are all of this kind. Where one text begins another (the numbers 1 and 12), what follows the shorter one must
 * not begin with the longer one's next byte.
 */
final class Choice {
    /**
     * A text and the state after it, which is asked for only when it is reached.
     *
     * @param rank the lower, the nearer to the output's end; the endings of equal ranks are compared, those of higher
     *     ones not even looked at, since they may lead round in a circle (one more item, and one more)
     */
    record Alternative(String text, int rank, Supplier<State> next) {}

    private final TokenTrie trie;
    private final Node root = new Node(0);

    /** Takes different alternatives, at least one. */
    Choice(TokenTrie trie, List<Alternative> alternatives) {
        this.trie = trie;
        alternatives.forEach(root::add);
    }

    /** One of several texts with the same state after each. */
    static State of(TokenTrie trie, List<String> texts, State after) {
        return new Choice(
                        trie,
                        texts.stream()
                                .map(text -> new Alternative(text, 0, () -> after))
                                .toList())
                .start();
    }

    /** One text that must come. */
    static State only(TokenTrie trie, String text, Supplier<State> next) {
        return new Choice(trie, List.of(new Alternative(text, 0, next))).start();
    }

    State start() {
        return new Position(this, root);
    }

    /** A place in the trie, where alternatives still differ or one of them is not yet complete. */
    record Position(Choice choice, Node node) implements State {
        @Override
        public @Nullable State step(int value) {
            Node child = node.child(value);
            if (child != null) {
                return child.firstChild == null ? child.nextState() : new Position(choice, child);
            }
            return node.next == null ? null : node.nextState().step(value);
        }

        @Override
        public Ending ending() {
            return node.ending(choice.trie);
        }

        /**
         * Forced where one alternative is left. What several share in their beginning is not: cut within a word, the
         * model would have to go on from tokens that its tokenizer would not have made.
         */
        @Override
        public int forced() {
            return node.alternatives == 1 && node.firstChild != null ? node.firstChild.label : NO_BYTE;
        }

        @Override
        public boolean complete() {
            return node.next != null && node.nextState().complete();
        }
    }

    /** A prefix of some alternatives. */
    static final class Node {
        private final int label;
        private @Nullable Node firstChild;
        private @Nullable Node sibling;
        private int alternatives;
        private int bestRank = Integer.MAX_VALUE;
        private int ownRank = -1;
        private @Nullable Supplier<State> next;

        // Found when first asked for. Two threads may both look; what they find is equal.
        private volatile @Nullable State nextState;
        private volatile @Nullable Ending ending;

        private Node(int label) {
            this.label = label;
        }

        private void add(Alternative alternative) {
            Node node = this;
            node.count(alternative.rank);
            for (byte value : alternative.text.getBytes(StandardCharsets.UTF_8)) {
                node = node.childOrNew(value & 0xff);
                node.count(alternative.rank);
            }
            if (node.next != null) {
                throw new IllegalArgumentException("an alternative stands twice");
            }
            node.next = alternative.next;
            node.ownRank = alternative.rank;
        }

        private void count(int rank) {
            alternatives++;
            bestRank = Math.min(bestRank, rank);
        }

        private Node childOrNew(int value) {
            Node child = child(value);
            if (child == null) {
                child = new Node(value);
                child.sibling = firstChild;
                firstChild = child;
            }
            return child;
        }

        private @Nullable Node child(int value) {
            Node child = firstChild;
            while (child != null && child.label != value) {
                child = child.sibling;
            }
            return child;
        }

        private @Nullable Node onlyChild() {
            return firstChild != null && firstChild.sibling == null ? firstChild : null;
        }

        private State nextState() {
            State known = nextState;
            if (known == null) {
                if (next == null) {
                    throw new IllegalStateException("no alternative ends here");
                }
                known = next.get();
                nextState = known;
            }
            return known;
        }

        /** The ending by the best alternative below; by a loop, since alternatives may be long. */
        private Ending ending(TokenTrie trie) {
            List<Node> way = new ArrayList<>();
            Node node = this;
            Node only = node.onlyChild();
            while (node.ending == null && only != null && node.ownRank != node.bestRank) {
                way.add(node);
                node = only;
                only = node.onlyChild();
            }
            Ending found = node.ending != null ? node.ending : node.best(trie);
            node.ending = found;
            for (int i = way.size() - 1; i >= 0; i--) {
                found = Ending.of(node.label, found, trie);
                node = way.get(i);
                node.ending = found;
            }
            return found;
        }

        /** The cheapest of the ways from here that share the best rank; of equal ones the one that ends here. */
        private Ending best(TokenTrie trie) {
            Ending best = ownRank == bestRank ? nextState().ending() : null;
            for (Node child = firstChild; child != null; child = child.sibling) {
                if (child.bestRank == bestRank) {
                    Ending byChild = Ending.of(child.label, child.ending(trie), trie);
                    best = best == null || byChild.cost() < best.cost() ? byChild : best;
                }
            }
            if (best == null) {
                throw new IllegalStateException("a best alternative lies below");
            }
            return best;
        }
    }
}
