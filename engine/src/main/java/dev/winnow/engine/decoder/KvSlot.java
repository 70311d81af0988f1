package dev.winnow.engine.decoder;

import org.jspecify.annotations.Nullable;

/** One row's place in the KV cache. It may be moved within its band while other rows leave. */
public final class KvSlot {
    private final KvBand band;
    private final @Nullable Adapter adapter;
    private int index;
    private int tokens;

    KvSlot(KvBand band, int index, @Nullable Adapter adapter) {
        this.band = band;
        this.adapter = adapter;
        this.index = index;
    }

    /** The tokens whose keys and values it holds. */
    public int tokens() {
        return tokens;
    }

    /** The most tokens that it can hold. */
    public int capacity() {
        return band.length();
    }

    /** What its row runs with; null for the base model alone. */
    public @Nullable Adapter adapter() {
        return adapter;
    }

    KvBand band() {
        return band;
    }

    int index() {
        return index;
    }

    void moveTo(int newIndex) {
        index = newIndex;
    }

    /** Forgets the tokens behind the first so many; what takes their places overwrites them. */
    public void keep(int first) {
        if (first < 0 || first > tokens) {
            throw new IllegalArgumentException("the slot holds %d tokens, not %d".formatted(tokens, first));
        }
        tokens = first;
    }

    void add(int newTokens) {
        if (newTokens > capacity() - tokens) {
            throw new IllegalStateException(
                    "a slot of %d tokens holds %d and cannot take %d more".formatted(capacity(), tokens, newTokens));
        }
        tokens += newTokens;
    }
}
