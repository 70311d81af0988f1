package dev.winnow.engine.decoder;

/** A model does not fit the memory budget; the message has the sum and the remedy. */
public class MemoryRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    MemoryRefusedException(String message) {
        super(message);
    }
}
