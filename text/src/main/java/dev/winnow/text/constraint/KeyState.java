package dev.winnow.text.constraint;

import org.jspecify.annotations.Nullable;

/** In the key of a listed property, or before it. */
record KeyState(ObjectFrame frame, Progress progress, Keys.Node node) implements State {
    @Override
    public @Nullable State step(int value) {
        Keys.Node child = node.child(value);
        if (child == null || choices(frame.rules(), progress, child) == 0) {
            return null;
        }
        return child.property() >= 0 ? frame.colon(child.property(), progress) : new KeyState(frame, progress, child);
    }

    /** How many properties may come next at or below a node. */
    static int choices(ObjectRules rules, Progress progress, Keys.Node node) {
        if (rules.isPlain()) {
            return node.atMost(rules.last(progress)) - node.atMost(progress.first() - 1);
        }
        int choices = 0;
        for (int i = 0; i < node.count(); i++) {
            choices += rules.mayTake(progress, node.below(i)) ? 1 : 0;
        }
        return choices;
    }

    /**
     * Of the properties that may come next at or below a node, the one by which the object ends soonest: one that is
     * required, or else the one with the least bytes; -1 if there is none.
     */
    static int nearest(ObjectRules rules, Progress progress, Keys.Node node) {
        int best = -1;
        for (int i = rules.isPlain() ? node.atMost(progress.first() - 1) : 0; i < node.count(); i++) {
            int property = node.below(i);
            if (rules.isPlain() && property > rules.last(progress)) {
                break;
            }
            if (rules.mayTake(progress, property)) {
                if (rules.mustCome(progress, property)) {
                    return property;
                }
                best = best < 0
                                || rules.nearest().bytes(property)
                                        < rules.nearest().bytes(best)
                        ? property
                        : best;
            }
        }
        return best;
    }

    @Override
    public Ending ending() {
        int planned = frame.rules().nearest().of(progress);
        boolean below = planned != NearestProperty.OTHER && node.holds(planned);
        int nearest = below ? planned : nearest(frame.rules(), progress, node);
        return frame.keyEnding(nearest, progress).skip(node.depth());
    }

    /**
     * Forced where one way is left. What several keys share in their beginning is not: cut within a word, the model
     * would have to go on from tokens that its tokenizer would not have made.
     */
    @Override
    public int forced() {
        return choices(frame.rules(), progress, node) == 1 ? ending().first() : NO_BYTE;
    }
}
