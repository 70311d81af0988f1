package dev.winnow.worker.control;

/** The coordinator does not accept the worker's key. Only an operator can change that, so nothing is tried again. */
public final class KeyRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    KeyRefusedException(String message) {
        super(message);
    }
}
