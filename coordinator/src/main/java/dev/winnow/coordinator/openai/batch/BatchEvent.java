package dev.winnow.coordinator.openai.batch;

import static dev.winnow.coordinator.openai.batch.BatchState.CANCELLED;
import static dev.winnow.coordinator.openai.batch.BatchState.CANCELLING;
import static dev.winnow.coordinator.openai.batch.BatchState.COMPLETED;
import static dev.winnow.coordinator.openai.batch.BatchState.EXPIRED;
import static dev.winnow.coordinator.openai.batch.BatchState.FAILED;
import static dev.winnow.coordinator.openai.batch.BatchState.FINALIZING;
import static dev.winnow.coordinator.openai.batch.BatchState.IN_PROGRESS;
import static dev.winnow.coordinator.openai.batch.BatchState.SUBMITTING;
import static dev.winnow.coordinator.openai.batch.BatchState.VALIDATING;

import dev.winnow.coordinator.database.Sql;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;

/**
 * What can happen to a batch: from where, to where, and which column notes when. This is the only table of allowed
 * changes; statements take their states from here.
 */
enum BatchEvent {
    /** Its file was read and can be used. */
    CHECK(Set.of(VALIDATING), SUBMITTING, "checked_at"),
    /** Its file cannot be used. */
    REFUSE(Set.of(VALIDATING), FAILED, "failed_at"),
    /** Of each group there is a job, or it is known why there is none. */
    SUBMIT(Set.of(SUBMITTING), IN_PROGRESS, "in_progress_at"),
    /** All its jobs have ended. */
    END(Set.of(IN_PROGRESS), FINALIZING, "finalizing_at"),
    /** Its output is written. */
    COMPLETE(Set.of(FINALIZING), COMPLETED, "completed_at"),
    /** Its output is written, and says of some requests that they came too late. */
    EXPIRE(Set.of(FINALIZING), EXPIRED, "expired_at"),
    /** The user gives it up. */
    CANCEL(Set.of(VALIDATING, SUBMITTING, IN_PROGRESS), CANCELLING, "cancelling_at"),
    /** Its jobs are cancelled, and what they had is written. */
    CANCELLED_ALL(Set.of(CANCELLING), CANCELLED, "cancelled_at");

    @SuppressWarnings("ImmutableEnumChecker") // made by Set.of alone
    private final Set<BatchState> from;

    private final BatchState to;
    private final String statement;

    BatchEvent(Set<BatchState> from, BatchState to, String column) {
        this.from = from;
        this.to = to;
        this.statement = "update openai_batch set state = ?, %s = ? where id = ? and state = any(?)".formatted(column);
    }

    /** The states that it may happen in. */
    Set<BatchState> from() {
        return from;
    }

    /** The state afterwards. */
    BatchState to() {
        return to;
    }

    /**
     * Has it happen to a batch, within the caller's transaction.
     *
     * @return false if the batch is in no state that allows it, and stays there
     */
    boolean happen(Sql sql, UUID batch, Instant now) throws SQLException {
        String[] allowed = from.stream().map(BatchState::stored).sorted().toArray(String[]::new);
        return sql.update(statement, to.stored(), now, batch, allowed) == 1;
    }
}
