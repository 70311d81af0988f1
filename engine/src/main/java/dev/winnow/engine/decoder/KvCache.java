package dev.winnow.engine.decoder;

import dev.winnow.engine.model.DecoderShape;
import dev.winnow.engine.torch.TorchModule;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Keys and values of rows, in bands of slots of nearly equal length, so that a slot is at most half as long again as
 * its row needs. A band grows by doubling and never beyond the budget; memory of empty bands and unused slots is given
 * back when another band needs it. Not thread-safe.
 */
final class KvCache implements AutoCloseable {
    private static final int SHORTEST = 64;

    private final TorchModule module;
    private final DecoderShape shape;
    private final long mostTokens;
    private final Runnable beforeResize;
    private final TreeMap<Integer, KvBand> bands = new TreeMap<>();

    /**
     * Makes an empty cache.
     *
     * @param beforeResize told before tensors are replaced, to let go of them: else both would be in memory
     */
    KvCache(TorchModule module, DecoderShape shape, long mostTokens, Runnable beforeResize) {
        this.module = module;
        this.beforeResize = beforeResize;
        this.shape = shape;
        this.mostTokens = mostTokens;
    }

    /**
     * The length of the band that rows of so many tokens go to: 64, 96, 128, 192, 256, ... and the longest possible.
     */
    int bandLength(int tokens) {
        int power = SHORTEST;
        while (power < tokens) {
            power *= 2;
        }
        int length = power > SHORTEST && tokens <= power / 4 * 3 ? power / 4 * 3 : power;
        // Where rounding up would not fit, exactly what is needed does.
        return length <= Math.min(shape.contextTokens(), mostTokens) ? length : tokens;
    }

    /** The most tokens that the slots may hold together. */
    long mostTokens() {
        return mostTokens;
    }

    /** Tokens for which slots are in use, full or not. */
    long reservedTokens() {
        return bands.values().stream()
                .mapToLong(band -> (long) band.used() * band.length())
                .sum();
    }

    /**
     * Reserves a slot.
     *
     * @return null if there is no room until other slots are released
     */
    @Nullable
    KvSlot reserve(int tokens, @Nullable Adapter adapter) {
        int length = bandLength(tokens);
        if (reservedTokens() + length > mostTokens) {
            return null;
        }
        KvBand band = bands.computeIfAbsent(
                length, wanted -> new KvBand(module, shape.layers(), shape.kvHeads(), shape.headDim(), wanted));
        if (band.used() == band.capacity()) {
            grow(band);
        }
        return band.take(adapter);
    }

    /** Gives a slot back. */
    void release(KvSlot slot) {
        slot.band().release(slot);
    }

    /** Closes the holes that released slots have left. */
    void compact() {
        bands.values().forEach(KvBand::compact);
    }

    @Override
    public void close() {
        bands.values().forEach(KvBand::close);
        bands.clear();
    }

    private void grow(KvBand band) {
        beforeResize.run();
        int more = band.used() + 1;
        int doubled = Math.max(more, 2 * band.used());
        if (free() < (long) (doubled - band.capacity()) * band.length()) {
            shrinkAllFor(band);
        }
        long fits = band.capacity() + free() / band.length();
        band.resize((int) Math.max(more, Math.min(doubled, fits)));
    }

    private long free() {
        return mostTokens
                - bands.values().stream().mapToLong(KvBand::allocatedTokens).sum();
    }

    private void shrinkAllFor(KvBand needy) {
        bands.values().forEach(KvBand::shrink);
        bands.values().removeIf(band -> band.capacity() == 0 && band != needy);
    }
}
