package dev.winnow.coordinator.download;

import org.jspecify.annotations.Nullable;

/**
 * What is recorded of an item: an output or an error.
 *
 * @param output JSON text
 * @param madeBy JSON text
 * @param evidence JSON text
 * @param input the item's text, where it was asked for
 */
record RecordedResult(
        int position,
        String id,
        @Nullable String output,
        boolean truncated,
        @Nullable String errorCode,
        @Nullable String errorMessage,
        int inputTokens,
        int outputTokens,
        int steps,
        double seconds,
        @Nullable String madeBy,
        @Nullable String evidence,
        @Nullable String input) {}
