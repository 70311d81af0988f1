package dev.winnow.coordinator.extraction;

import dev.winnow.coordinator.problem.Problem;
import dev.winnow.coordinator.problem.ProblemException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The body of a submission: options first, then items one by one. Not thread-safe. */
sealed interface RequestBody permits JsonBody, NdjsonBody, OrderBody {
    /** The options; ask before the first item. */
    ExtractionOptions options() throws IOException;

    /** Says where in the body the options stand, in a problem whose pointers begin at the options. */
    Problem ofOptions(Problem problem);

    /**
     * The next item, or null after the last.
     *
     * @throws ProblemException if the item cannot be used; asked again, it gives the one after it
     */
    @Nullable
    SubmittedItem next() throws IOException;

    /** The id of the item that was asked for last, as far as it can be told of one that was refused. */
    @Nullable
    String idOfLast();

    /** Where the item of a position stands, for items that were read. */
    Place placeOf(int position);

    /** Reads what is left, and gives the fingerprint of everything that was sent. */
    String fingerprint() throws IOException;

    /** What the job is for. */
    default Purpose purpose() {
        return Purpose.USUAL;
    }
}
