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

    /**
     * Stores a batch; when this returns it is committed.
     *
     * @param fingerprint the same for two requests that say the same
     * @throws ProblemException if its file is not there, or not for batches
     */
    Batch create(String tenant, BatchRequest request, Retry retry, String fingerprint) {
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
                return sent.get();
            }
            UUID id = UUID.randomUUID();
            rows.insert(sql, tenant, id, request, input.id(), retry, fingerprint);
            return rows.read(sql, id);
        });
    }

    /** How many requests the file of a wish has. */
    int requests(String tenant, BatchRequest request) {
        return files.find(tenant, request.inputFile()).lines();
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
}
