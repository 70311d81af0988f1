package dev.winnow.worker.training;

/** A training is not to go on here. */
final class TrainingStoppedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final Stop why;

    TrainingStoppedException(Stop why) {
        super(why.name());
        this.why = why;
    }

    Stop why() {
        return why;
    }

    /** Why a training does not go on here. */
    enum Stop {
        /** The coordinator has cancelled it, or given it to another worker: nothing of it is wanted. */
        LOST,
        /** This worker takes no more work: another one goes on from where this one leaves it. */
        LEAVING
    }
}
