package dev.winnow.engine.model;

import java.util.Set;

/**
 * A low-rank adapter (LoRA, Hu et al. 2021) whose files lie open: to a projection's output {@code W x} it adds
 * {@code scale * B A x}. Close it once its factors are in the decoder. Thread-safe.
 */
public interface LoadableAdapter extends AutoCloseable {
    /** What a projection's name is followed by in {@link #factors()}: A, [rank, inputs]. */
    String DOWN = ".lora_A.weight";

    /** What a projection's name is followed by in {@link #factors()}: B, [outputs, rank]. */
    String UP = ".lora_B.weight";

    /** What the products are multiplied by. */
    double scale();

    /** The projections that it changes, by names such as {@code model.layers.0.self_attn.q_proj}; at least one. */
    Set<String> projections();

    /** Both factors of each projection that it changes. */
    WeightReader factors();

    /** Closes the files; reading factors fails afterwards. */
    @Override
    void close();
}
