package dev.winnow.worker.extraction;

/** An item that can be no request, nor be cut into windows that can. */
final class TooLongException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TooLongException(String message) {
        super(message);
    }

    /** For people: names the field, the limit and the remedy. */
    String reason() {
        return String.valueOf(getMessage());
    }
}
