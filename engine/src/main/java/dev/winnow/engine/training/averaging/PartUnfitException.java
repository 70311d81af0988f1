package dev.winnow.engine.training.averaging;

/** One of the adapters cannot be averaged with the others: the message says why. */
public final class PartUnfitException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int part;

    PartUnfitException(int part, String message, Throwable cause) {
        super(message, cause);
        this.part = part;
    }

    /** Which, counted from 0 in the order in which they were given. */
    public int part() {
        return part;
    }
}
