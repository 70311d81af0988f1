package dev.winnow.engine.torch;

/** A TorchScript method failed, or a TorchScript text could not be read. */
public class TorchException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TorchException(String message, Throwable cause) {
        super(message, cause);
    }
}
