package dev.winnow.coordinator.openai.batch;

import dev.winnow.coordinator.database.Database;
import dev.winnow.coordinator.openai.Paging;
import dev.winnow.coordinator.openai.Retry;
import dev.winnow.coordinator.openai.file.Files;
import dev.winnow.coordinator.openai.file.Purpose;
import dev.winnow.coordinator.openai.file.StoredFile;
import dev.winnow.coordinator.problem.Problem;
import dev.winnow.coordinator.problem.ProblemException;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** A tenant's batches. Thread-safe. */
@Singleton
class Batches {
    private static final Set<BatchState> GIVEN_UP = Set.of(BatchState.CANCELLING, BatchState.CANCELLED);

    private final Database database;
    private final BatchRows rows;
    private final Files files;
    private final Clock clock;

    Batches(Database database, BatchRows rows, Files files, Clock clock) {
        this.database = database;
        this.rows = rows;
        this.files = files;
        this.clock = clock;
    }

    /** What the same key sent a short while ago, if this is that request once more. */
    Optional<Batch> sent(String tenant, Retry retry, String fingerprint) {
        return database.inTransaction(sql -> rows.sent(sql, tenant, retry, fingerprint));
    }

    /**
     * Stores a batch; when this returns it is committed.
     *
     * @param fingerprint the same for two requests that say the same
     * @throws ProblemException if its file is not there, or not for batches
     */
    Created create(String tenant, BatchRequest request, Retry retry, String fingerprint) {
        StoredFile input = files.find(tenant, request.inputFile());
        if (input.purpose() != Purpose.BATCH) {
            throw Problem.of(
                            400,
                            "invalid_purpose",
                            "the file has the purpose '%s'"
                                    .formatted(input.purpose().wireName()))
                    .at("/input_file_id")
                    .remedy("upload it with purpose=batch")
                    .exception();
        }
        return database.inTransaction(sql -> {
            Optional<Batch> sent = rows.sent(sql, tenant, retry, fingerprint);
            if (sent.isPresent()) {
                return new Created(sent.get(), 0);
            }
            UUID id = UUID.randomUUID();
            rows.insert(sql, tenant, id, request, input.id(), retry, fingerprint);
            return new Created(rows.read(sql, id), input.lines());
        });
    }

    /**
     * The batch of that id.
     *
     * @throws ProblemException 404 if the tenant has no such one
     */
    Batch find(String tenant, String wireId) {
        return database.inTransaction(sql -> rows.require(sql, tenant, wireId));
    }

    List<Batch> page(String tenant, Paging paging) {
        return database.inTransaction(sql -> rows.page(sql, tenant, paging));
    }

    /**
     * Gives a batch up; asked again, nothing changes.
     *
     * @throws ProblemException 409 if it is over, or its output is being written
     */
    Batch cancel(String tenant, String wireId) {
        return database.inTransaction(sql -> {
            Batch batch = rows.require(sql, tenant, wireId);
            BatchEvent.CANCEL.happen(sql, batch.id(), clock.instant());
            Batch now = rows.read(sql, batch.id());
            if (!GIVEN_UP.contains(now.state())) {
                throw Problem.of(
                                409,
                                "batch_not_cancellable",
                                "Cannot cancel a batch with status '%s'"
                                        .formatted(now.state().status()))
                        .remedy("look at it: what was done is in its output file")
                        .exception();
            }
            return now;
        });
    }

    /**
     * A batch that was asked for.
     *
     * @param requests how many have come with it; none if it had been sent before
     */
    record Created(Batch batch, int requests) {}
}
