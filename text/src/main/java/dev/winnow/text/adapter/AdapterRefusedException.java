package dev.winnow.text.adapter;

/** An adapter is damaged, or uses something that Winnow does not do; the message names which. */
public final class AdapterRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Refuses with a message for the user. */
    public AdapterRefusedException(String message) {
        super(message);
    }
}
