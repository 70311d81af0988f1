package dev.winnow.worker.server;

import static java.util.Objects.requireNonNull;

import dev.winnow.common.result.ItemFailure;
import dev.winnow.common.result.ItemOutput;

/** What an output is worth. */
sealed interface Verdict {
    /** It fits the schema. */
    record Valid(ItemOutput output) implements Verdict {
        public Valid {
            requireNonNull(output, "output");
        }
    }

    /**
     * It does not.
     *
     * @param failure the item's, if it is not tried again
     */
    record Invalid(ItemFailure failure) implements Verdict {
        public Invalid {
            requireNonNull(failure, "failure");
        }
    }
}
