package dev.winnow.text.window;

import static java.util.Objects.requireNonNull;

/**
 * A part of a document.
 *
 * @param from code points of the document before it
 * @param to code points of the document before what follows it
 * @param text its characters
 */
public record Window(int from, int to, String text) {
    public Window {
        requireNonNull(text, "text");
        if (from < 0 || to < from) {
            throw new IllegalArgumentException("a window is from %d to %d".formatted(from, to));
        }
    }
}
