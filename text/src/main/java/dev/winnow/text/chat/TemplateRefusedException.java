package dev.winnow.text.chat;

/** A chat template that cannot be run exactly, or that refused a conversation itself. */
public final class TemplateRefusedException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    /** Refuses with a message for the operator who chose the model. */
    public TemplateRefusedException(String message) {
        super(message);
    }
}
