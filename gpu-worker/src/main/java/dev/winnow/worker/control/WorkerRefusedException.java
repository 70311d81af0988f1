package dev.winnow.worker.control;

/** The coordinator does not accept this worker. Only an operator can change that, so nothing is tried again. */
public abstract sealed class WorkerRefusedException extends RuntimeException
        permits KeyRefusedException, NameTakenException {
    private static final long serialVersionUID = 1L;

    WorkerRefusedException(String message) {
        super(message);
    }

    /** Whether the same worker, started again, might be accepted. */
    public abstract boolean startingAgainHelps();
}
