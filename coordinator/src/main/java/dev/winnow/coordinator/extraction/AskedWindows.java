package dev.winnow.coordinator.extraction;

import org.jspecify.annotations.Nullable;

/**
 * How a request wants its long inputs cut.
 *
 * @param tokens the most tokens of text in a window; null for as many as the model's context allows
 * @param overlapTokens that neighbours share; null to leave it to the service
 */
record AskedWindows(@Nullable Integer tokens, @Nullable Integer overlapTokens) {}
