package dev.winnow.coordinator.adapter;

import org.jspecify.annotations.Nullable;

/**
 * The adapter that a request means: one version, whatever becomes of the alias that named it.
 *
 * @param version as {@code recipes@2}
 * @param hash names its content
 * @param base the model that it is for
 * @param instruction its card's, or null
 */
public record ChosenAdapter(
        String version, String hash, String base, @Nullable String instruction) {}
