package dev.winnow.text.gguf;

/** A GGUF header is damaged, or uses something that Winnow does not read; the message names which, and where. */
public final class GgufRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Refuses with a message for the user. */
    public GgufRefusedException(String message) {
        super(message);
    }

    /** Refuses with a message for the user and what showed the fault. */
    public GgufRefusedException(String message, Throwable cause) {
        super(message, cause);
    }
}
