package dev.winnow.engine.training;

/** A step gave no number: it was not taken, and the factors are as they were before it. */
public class TrainingFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TrainingFailedException(String message) {
        super(message);
    }
}
