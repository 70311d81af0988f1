package dev.winnow.worker.control;

/** There is no such adapter any more: to ask again is of no use. */
public final class AdapterGoneException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Says which. */
    public AdapterGoneException(String message) {
        super(message);
    }
}
