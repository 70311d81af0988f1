package dev.winnow.engine.torch;

/** The native library cannot be used on this machine; the message says what is missing. */
public class TorchUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TorchUnavailableException(String message) {
        super(message);
    }

    /** With what libtorch said. */
    public TorchUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
