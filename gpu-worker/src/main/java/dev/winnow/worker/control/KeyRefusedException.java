package dev.winnow.worker.control;

/** The coordinator does not accept the worker's key. */
public final class KeyRefusedException extends WorkerRefusedException {
    private static final long serialVersionUID = 1L;

    KeyRefusedException(String message) {
        super(message);
    }

    /** Yes: whoever starts it may have another key by now. */
    @Override
    public boolean startingAgainHelps() {
        return true;
    }
}
