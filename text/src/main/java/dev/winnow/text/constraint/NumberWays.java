package dev.winnow.text.constraint;

import dev.winnow.text.schema.Shape.NumberShape;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One kind of number with one vocabulary: every place of its digits, and the shortest way from each to a number's end.
 */
final class NumberWays {
    /** Bytes to an end by way of a byte that the vocabulary lacks alone: only if there is no other way. */
    private static final int DETOUR = 1000;

    private static final byte[] BYTES = {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '-', '.'};

    private final TokenTrie trie;
    private final Digits start;
    private final Map<Digits, Way> ways = new HashMap<>();

    /**
     * From some digits on.
     *
     * @param length bytes to the nearest end, detours weighted
     * @param next the first of them, {@link State#NO_BYTE} at an end
     * @param only the only byte that may come within the number, {@link State#NO_BYTE} if there are several or none
     * @param stuck whether no byte may come within the number
     */
    record Way(int length, int next, int only, boolean stuck) {}

    NumberWays(TokenTrie trie, NumberShape shape) {
        this.trie = trie;
        this.start = start(shape);
        explore(start);
    }

    private static Digits start(NumberShape shape) {
        BigInteger low = shape.low();
        BigInteger high = shape.high();
        // Zero is positive: "-0" would be one more way to write it.
        return new Digits.Start(
                low.signum() < 0
                        ? DigitBounds.of(high.negate().max(BigInteger.ONE), low.negate(), shape.scale())
                        : null,
                high.signum() >= 0 ? DigitBounds.of(low.max(BigInteger.ZERO), high, shape.scale()) : null);
    }

    /** Goes as deep as a number has digits. */
    private Way explore(Digits digits) {
        Way known = ways.get(digits);
        if (known != null) {
            return known;
        }
        int length = digits.canEnd() ? 0 : Integer.MAX_VALUE;
        int best = State.NO_BYTE;
        int only = State.NO_BYTE;
        int choices = 0;
        for (byte value : BYTES) {
            Digits next = digits.step(value);
            if (next != null) {
                choices++;
                only = value;
                int byThis = explore(next).length() + (trie.hasSingle(value) ? 1 : DETOUR);
                if (byThis < length) {
                    length = byThis;
                    best = value;
                }
            }
        }
        Way way = new Way(length, best, choices == 1 ? only : State.NO_BYTE, choices == 0);
        ways.put(digits, way);
        return way;
    }

    Digits start() {
        return start;
    }

    Way way(Digits digits) {
        Way way = ways.get(digits);
        if (way == null) {
            throw new IllegalStateException("no such digits: " + digits);
        }
        return way;
    }

    /** The shortest way to a number's end and on to what follows. */
    Ending ending(Digits digits, Ending after) {
        int next = way(digits).next();
        if (next == State.NO_BYTE) {
            return after;
        }
        return Ending.of(next, ending(successor(digits, next), after), trie);
    }

    private static Digits successor(Digits digits, int value) {
        @Nullable Digits next = digits.step(value);
        if (next == null) {
            throw new IllegalStateException("the way leads on");
        }
        return next;
    }
}
