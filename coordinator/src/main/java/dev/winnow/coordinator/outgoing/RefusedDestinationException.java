package dev.winnow.coordinator.outgoing;

/** A URL must not be called. The message may be shown to whoever chose it: it names no address. */
public final class RefusedDestinationException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String remedy;

    RefusedDestinationException(String message, String remedy) {
        super(message);
        this.remedy = remedy;
    }

    /** What to do about it. */
    public String remedy() {
        return remedy;
    }
}
