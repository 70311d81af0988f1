package dev.winnow.worker.training;

/** A training cannot be done, here or by another worker like this one. */
final class TrainingUnfitException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String code;

    TrainingUnfitException(String code, String message) {
        super(message);
        this.code = code;
    }

    String code() {
        return code;
    }
}
