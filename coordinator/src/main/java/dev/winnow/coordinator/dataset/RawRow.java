package dev.winnow.coordinator.dataset;

import org.jspecify.annotations.Nullable;

/**
 * A row as it stands in its file.
 *
 * @param line where it begins, from 1
 * @param output a text, of an output that is JSON its compact form
 */
record RawRow(
        int line,
        @Nullable String instruction,
        @Nullable String input,
        @Nullable String output) {}
