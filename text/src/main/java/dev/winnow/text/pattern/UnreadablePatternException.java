package dev.winnow.text.pattern;

/** A pattern that is not run here; the message says why, fit to follow the name of the keyword. */
public final class UnreadablePatternException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    UnreadablePatternException(String message) {
        super(message);
    }
}
