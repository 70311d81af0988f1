package dev.winnow.text.merge;

import dev.winnow.common.result.Span;

/**
 * Where a window begins within the one before it.
 *
 * @param window the number of the later one
 * @param from code points of the document before what both have
 * @param to code points before what only the later one has
 */
record Seam(int window, int from, int to) {
    boolean isOpen() {
        return from < to;
    }

    boolean touches(Span span) {
        return span.from() < to && span.to() > from;
    }
}
