package dev.winnow.worker.server;

/** The server does not have the adapter that an item is to be done with. */
final class AdapterUnknownException extends Exception {
    private static final long serialVersionUID = 1L;

    AdapterUnknownException(String message) {
        super(message);
    }
}
