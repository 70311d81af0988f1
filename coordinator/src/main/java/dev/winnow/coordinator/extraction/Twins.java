package dev.winnow.coordinator.extraction;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.OptionalInt;

/**
 * Finds items of a job that ask just the same as an earlier one, so that they need not be computed again. Scraped pages
 * repeat themselves: boilerplate, error pages, the same listing on every day.
 *
 * <p>Memory is bounded: of a long job the table holds a window of half a million distinct items (about 20 MB), and a
 * repetition further apart is computed again. Two items count as the same when the first 128 bits of their SHA-256 are.
 * Not thread-safe.
 */
final class Twins {
    private static final int WINDOW = 1 << 19;
    private static final int FIRST_SLOTS = 1 << 10;

    private final MessageDigest sha256;
    private final ByteBuffer length = ByteBuffer.allocate(Integer.BYTES);
    private final int window;
    private long[] high = new long[FIRST_SLOTS];
    private long[] low = new long[FIRST_SLOTS];
    private int[] positions = new int[FIRST_SLOTS]; // plus one; 0 is an empty slot
    private int held;

    Twins() {
        this(WINDOW);
    }

    Twins(int window) {
        this.window = window;
        try {
            this.sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Gives the position of the first item with this text, or remembers this one as such. */
    OptionalInt firstOf(ItemText text, int position) {
        // The length first, so that no instruction runs over into the input.
        length.clear()
                .putInt(text.hasInstruction() ? text.instruction().length : -1)
                .flip();
        sha256.update(length);
        sha256.update(text.instruction());
        ByteBuffer hash = ByteBuffer.wrap(sha256.digest(text.input()));
        long first = hash.getLong();
        long second = hash.getLong();
        int slot = slot(first, second);
        if (positions[slot] != 0) {
            return OptionalInt.of(positions[slot] - 1);
        }
        put(slot, first, second, position + 1);
        return OptionalInt.empty();
    }

    private int slot(long first, long second) {
        int mask = positions.length - 1;
        int slot = (int) first & mask;
        while (positions[slot] != 0 && (high[slot] != first || low[slot] != second)) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private void put(int slot, long first, long second, int positionPlusOne) {
        high[slot] = first;
        low[slot] = second;
        positions[slot] = positionPlusOne;
        held++;
        if (held == window) {
            reset(FIRST_SLOTS);
        } else if (held * 2 > positions.length) {
            grow();
        }
    }

    private void grow() {
        long[] oldHigh = high;
        long[] oldLow = low;
        int[] oldPositions = positions;
        reset(oldPositions.length * 2);
        for (int i = 0; i < oldPositions.length; i++) {
            if (oldPositions[i] != 0) {
                int slot = slot(oldHigh[i], oldLow[i]);
                high[slot] = oldHigh[i];
                low[slot] = oldLow[i];
                positions[slot] = oldPositions[i];
                held++;
            }
        }
    }

    private void reset(int slots) {
        high = new long[slots];
        low = new long[slots];
        positions = new int[slots];
        held = 0;
    }
}
