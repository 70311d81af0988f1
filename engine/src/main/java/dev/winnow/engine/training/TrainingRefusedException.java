package dev.winnow.engine.training;

/**
 * A training cannot begin, or cannot go on from where it was: the message names the field, the limit and the remedy.
 */
public class TrainingRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TrainingRefusedException(String message) {
        super(message);
    }

    TrainingRefusedException(String message, Throwable cause) {
        super(message, cause);
    }
}
