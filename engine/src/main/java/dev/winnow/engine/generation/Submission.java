package dev.winnow.engine.generation;

import static java.util.Objects.requireNonNull;

/** What became of a request on submission. */
public sealed interface Submission {
    /**
     * The request waits or runs; its listener will be told the outcome, which may already have happened.
     *
     * @param id what {@link Generator#cancel} takes
     */
    record Accepted(GenerationId id) implements Submission {
        public Accepted {
            requireNonNull(id, "id");
        }
    }

    /**
     * The request was not taken, and its listener will never be called.
     *
     * @param refusal why
     */
    record Refused(Refusal refusal) implements Submission {
        public Refused {
            requireNonNull(refusal, "refusal");
        }
    }

    /** Why a request was not taken. */
    enum Refusal {
        /** The waiting line is full: submit again when some request has finished. */
        BUSY,
        /** The generator is closed. */
        CLOSED
    }
}
