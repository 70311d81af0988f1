package dev.winnow.text.tokenizer;

/** A tokenizer that Winnow cannot run exactly. The message names the part and what to use instead. */
public final class TokenizerRefusedException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    /** Refuses with a message for the operator who chose the model. */
    public TokenizerRefusedException(String message) {
        super(message);
    }

    /** Refuses because of another error. */
    public TokenizerRefusedException(String message, Throwable cause) {
        super(message, cause);
    }
}
