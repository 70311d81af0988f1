package dev.winnow.engine.model;

/** A model file is damaged, or uses something that Winnow does not support; the message names which, and where. */
public class ModelRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Refuses with a message for the user. */
    public ModelRefusedException(String message) {
        super(message);
    }

    /** Refuses with a message for the user and what showed the fault. */
    public ModelRefusedException(String message, Throwable cause) {
        super(message, cause);
    }
}
