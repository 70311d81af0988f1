package dev.winnow.text.constraint;

import dev.winnow.text.schema.ArrayWays;
import dev.winnow.text.schema.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/** An array that is open at one place of an output: what its items are, and what follows its bracket. Thread-safe. */
final class ArrayFrame {
    /** Items that are kept for arrays with an upper bound. */
    private static final int MOST_ITEMS = 1_024;

    private final Frames frames;
    private final ArrayRules rules;
    private final State after;

    // Made when first asked for.
    private final ConcurrentMap<Count, State> items = new ConcurrentHashMap<>(2);
    private volatile @Nullable Ending closing;

    /** How far an array has come. */
    record Count(int items, int matches, UsedTexts used) {
        static final Count START = new Count(0, 0, UsedTexts.NONE);
    }

    ArrayFrame(Frames frames, ArrayRules rules, State after) {
        this.frames = frames;
        this.rules = rules;
        this.after = after;
    }

    State start() {
        return new ArrayState(this, Count.START, ArrayState.Place.BEFORE_BRACKET);
    }

    Frames frames() {
        return frames;
    }

    State after() {
        return after;
    }

    boolean mayEnd(Count count) {
        return rules.ways().mayEnd(count.items(), count.matches());
    }

    boolean hasItem(Count count) {
        Values plain = rules.plain(count.items(), count.matches());
        Values matching = rules.matching(count.items(), count.matches());
        return (plain != null && canBeFresh(plain, count)) || (matching != null && canBeFresh(matching, count));
    }

    private boolean canBeFresh(Values values, Count count) {
        return !rules.isUnique() || fresh(values, count, 0).canBeFresh();
    }

    /** Before an item. */
    State item(Count count) {
        State known = items.get(count);
        if (known == null) {
            State made = enter(count);
            boolean kept = frames.mayKeep()
                    && count.used().size() == 0
                    && items.size() < Math.max(MOST_ITEMS, rules.min() + 1);
            known = kept ? items.putIfAbsent(count, made) : null;
            known = known == null ? made : known;
        }
        return known;
    }

    /** The nearest end by way of an item. */
    Ending itemEnding(Count count) {
        int next = count.items() + 1;
        if (!rules.isUnique() && next < rules.min() && !items.containsKey(new Count(next, 0, UsedTexts.NONE))) {
            // From the back, so that each ending finds what follows it ready: otherwise they would recurse through all.
            for (int before = rules.min() - 1; before >= next; before--) {
                Count later = new Count(before, 0, UsedTexts.NONE);
                if (hasItem(later)) {
                    item(later).ending();
                }
            }
        }
        return item(count).ending();
    }

    private State enter(Count count) {
        Values plain = rules.plain(count.items(), count.matches());
        Values matching = rules.matching(count.items(), count.matches());
        List<State> kinds = new ArrayList<>(2);
        Values nearest = mayEnd(count) ? null : rules.ways().nearest(count.items(), count.matches());
        State shortest = null;
        if (plain != null && canBeFresh(plain, count)) {
            State state = enter(plain, count, 0);
            kinds.add(state);
            shortest = state;
        }
        if (matching != null && canBeFresh(matching, count)) {
            State state = enter(matching, count, 1);
            kinds.add(state);
            shortest = shortest == null || nearest == matching ? state : shortest;
        }
        if (shortest == null) {
            throw new IllegalStateException("no further item may come");
        }
        State nearestKind = shortest;
        return kinds.size() == 1 ? shortest : new UnionStart(kinds, () -> nearestKind);
    }

    private State enter(Values values, Count count, int match) {
        return rules.isUnique()
                ? fresh(values, count, match)
                : frames.enter(values, afterItem(next(count, match, UsedTexts.NONE)));
    }

    private Fresh fresh(Values values, Count count, int match) {
        return new Fresh(
                count.used(), frames.plain().enter(values, new OutputEnd()), "", new NextItem(this, count, match));
    }

    private Count next(Count count, int match, UsedTexts used) {
        ArrayWays ways = rules.ways();
        return new Count(ways.distinctItems(count.items() + 1), ways.distinctMatches(count.matches() + match), used);
    }

    private State afterItem(Count count) {
        return frames.gap(new ArrayState(this, count, ArrayState.Place.AFTER_ITEM));
    }

    /** What follows an item among unique ones. */
    record NextItem(ArrayFrame frame, Count before, int match) implements Fresh.Continuation {
        @Override
        public State after(String text) {
            return frame.afterItem(frame.next(before, match, before.used().with(text)));
        }

        @Override
        public Ending ending(String text) {
            Count next = frame.next(before, match, before.used());
            return frame.mayEnd(next) ? frame.closing() : after(text).ending();
        }

        @Override
        public boolean depends() {
            return !frame.mayEnd(frame.next(before, match, before.used()));
        }

        @Override
        public Ending before(int value, Ending rest) {
            return frame.before(value, rest);
        }
    }

    /** The bracket and the nearest end behind it. */
    Ending closing() {
        Ending known = closing;
        if (known == null) {
            known = before(']', after.ending());
            closing = known;
        }
        return known;
    }

    Ending before(int value, Ending rest) {
        return Ending.of(value, rest, frames.trie());
    }
}
