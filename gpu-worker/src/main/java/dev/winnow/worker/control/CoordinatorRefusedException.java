package dev.winnow.worker.control;

/** The coordinator understood a call and said no; the same call will get the same answer. */
public final class CoordinatorRefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int status;

    CoordinatorRefusedException(int status, String message) {
        super(message);
        this.status = status;
    }

    /** Whether something else has what this call wants. */
    public boolean conflict() {
        return status == 409;
    }

    /** Whether the coordinator does not know this incarnation: register again. */
    public boolean unknownWorker() {
        return status == 404 || status == 410;
    }
}
