package dev.winnow.worker.control;

/** A live worker of the same name came later and has ended this one's leases. */
public final class NameTakenException extends WorkerRefusedException {
    private static final long serialVersionUID = 1L;

    NameTakenException(String message) {
        super(message);
    }

    /** No: started again, this worker would take the name back, and the two would end each other for ever. */
    @Override
    public boolean startingAgainHelps() {
        return false;
    }
}
