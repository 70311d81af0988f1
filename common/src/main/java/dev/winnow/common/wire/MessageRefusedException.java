package dev.winnow.common.wire;

/** A message that this build cannot or may not handle. Trying it again will not help. */
public final class MessageRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public MessageRefusedException(String message) {
        super(message);
    }

    public MessageRefusedException(String message, Throwable cause) {
        super(message, cause);
    }
}
