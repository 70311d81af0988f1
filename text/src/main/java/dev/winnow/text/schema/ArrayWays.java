package dev.winnow.text.schema;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How an array can go on and end, by how many items it has and how many of them match. Not thread-safe while sizes are
 * still found, thread-safe afterwards.
 */
public final class ArrayWays {
    private final Shape.ArrayShape shape;
    private final Map<Long, Long> known = new HashMap<>();

    /** Takes an array's shape. */
    public ArrayWays(Shape.ArrayShape shape) {
        this.shape = shape;
    }

    long shortest() {
        long rest = rest(0, 0);
        return rest >= Values.IMPOSSIBLE ? rest : rest + 1;
    }

    /** Whether the array can be completed with so many items, and so many that match. */
    public boolean isPossible(int items, int matches) {
        return rest(items, matches) < Values.IMPOSSIBLE;
    }

    /** Whether it may end there. */
    public boolean mayEnd(int items, int matches) {
        return items >= shape.min() && matches >= shape.matches().min();
    }

    /** Whether it is shortest to end there, or with what kind of item to go on; null to end. */
    public @Nullable Values nearest(int items, int matches) {
        if (mayEnd(items, matches)) {
            return null;
        }
        Shape.Item item = shape.item(items);
        if (item == null) {
            throw new IllegalStateException("the array cannot go on");
        }
        Values matching = item.matching();
        if (matching == null || byMatching(items, matches, matching) > byPlain(items, matches, item)) {
            return item.plain();
        }
        return matching;
    }

    /** Beyond these all counts are alike. */
    public int distinctItems(int items) {
        int bound = shape.max() == Shape.ANY_NUMBER
                ? Math.max(shape.min(), shape.prefix().size())
                : shape.max();
        return Math.min(items, Math.max(1, bound));
    }

    /** As many matches as can be told apart. */
    public int distinctMatches(int matches) {
        Shape.Matches asked = shape.matches();
        return Math.min(matches, asked.max() == Shape.ANY_NUMBER ? asked.min() : asked.max());
    }

    private synchronized long rest(int items, int matches) {
        long key = (long) items << 32 | matches;
        Long before = known.get(key);
        if (before != null) {
            return before;
        }
        long found = find(items, matches);
        known.put(key, found);
        return found;
    }

    private long find(int items, int matches) {
        if (items > shape.max() || matches > shape.matches().max()) {
            return Values.IMPOSSIBLE;
        }
        if (mayEnd(items, matches)) {
            return 1;
        }
        Shape.Item item = shape.item(items);
        if (item == null || items == shape.max()) {
            return Values.IMPOSSIBLE;
        }
        if (items >= shape.prefix().size()) {
            return uniform(items, matches, item);
        }
        Values matching = item.matching();
        long plain = byPlain(items, matches, item);
        return matching == null ? plain : Math.min(plain, byMatching(items, matches, matching));
    }

    /** Behind the prefix all items are alike, so nothing has to be tried. */
    private long uniform(int items, int matches, Shape.Item item) {
        long toMatch = Math.max(0, shape.matches().min() - matches);
        long more = Math.max(toMatch, shape.min() - items);
        Values matching = item.matching();
        long match = matching == null ? Values.IMPOSSIBLE : matching.shortest() + 1;
        long plain = item.plain().shortest() + 1;
        long room = shape.matches().max() == Shape.ANY_NUMBER
                ? more
                : (long) shape.matches().max() - matches;
        // Whatever the others are, they may as well match while there is room for it.
        long others = more - toMatch;
        long matchingOthers = match < plain ? Math.min(others, room - toMatch) : 0;
        if (more > (long) shape.max() - items || (toMatch > 0 && match >= Values.IMPOSSIBLE)) {
            return Values.IMPOSSIBLE;
        }
        long plainOthers = others - matchingOthers;
        if (plainOthers > 0 && plain >= Values.IMPOSSIBLE) {
            return Values.IMPOSSIBLE;
        }
        long bytes = 1;
        bytes += times(toMatch + matchingOthers, match);
        bytes += times(plainOthers, plain);
        return Math.min(bytes, Values.IMPOSSIBLE - 1);
    }

    private static long times(long count, long bytes) {
        return count > 0 && bytes >= Values.IMPOSSIBLE / count ? Values.IMPOSSIBLE - 1 : count * bytes;
    }

    private long byPlain(int items, int matches, Shape.Item item) {
        return added(item.plain().shortest() + 1, rest(items + 1, matches));
    }

    private long byMatching(int items, int matches, Values matching) {
        return added(matching.shortest() + 1, rest(items + 1, matches + 1));
    }

    private static long added(long a, long b) {
        return Math.min(Values.IMPOSSIBLE, a + b);
    }
}
