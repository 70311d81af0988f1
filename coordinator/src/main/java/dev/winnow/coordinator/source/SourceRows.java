package dev.winnow.coordinator.source;

import dev.winnow.coordinator.problem.ProblemException;
import org.jspecify.annotations.Nullable;

/** Rows on their way, of which few are in memory at once. Not thread-safe. */
public interface SourceRows extends AutoCloseable {
    /** What to call them where one is bad: {@code shop's rows}. */
    String name();

    /**
     * The next one, or null after the last.
     *
     * @throws ProblemException if the source fails
     */
    @Nullable
    SourceRow next();

    @Override
    void close();

    /**
     * A row as its source has it.
     *
     * @param heldOut on which side of the split it stands, or null where the dataset's split decides
     * @param origin what it was made from, as JSON, or null where that is the source as a whole
     */
    record SourceRow(
            @Nullable String instruction,
            @Nullable String input,
            @Nullable String output,
            @Nullable Boolean heldOut,
            @Nullable String origin) {}
}
