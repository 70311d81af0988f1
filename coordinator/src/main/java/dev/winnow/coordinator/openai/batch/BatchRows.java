package dev.winnow.coordinator.openai.batch;

import dev.winnow.coordinator.database.Row;
import dev.winnow.coordinator.database.Sql;
import dev.winnow.coordinator.openai.Paging;
import dev.winnow.coordinator.openai.Retry;
import dev.winnow.coordinator.openai.WireId;
import dev.winnow.coordinator.openai.file.FileConfig;
import dev.winnow.coordinator.problem.Problem;
import dev.winnow.coordinator.problem.ProblemException;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Rows of batches, within the caller's transaction. Thread-safe. */
@Singleton
class BatchRows {
    private static final List<String> TIMES = List.of(
            "in_progress_at",
            "finalizing_at",
            "completed_at",
            "failed_at",
            "expired_at",
            "cancelling_at",
            "cancelled_at");

    // Until a batch is over its jobs are asked; then they may be deleted.
    private static final String COLUMNS = """
            select b.*, coalesce(b.completed, live.succeeded, 0)::integer as done,
                   coalesce(b.failed, live.failed + b.refused, b.refused)::integer as undone
            from openai_batch b left join lateral (
                select sum(j.succeeded) as succeeded, sum(j.failed) as failed
                from openai_batch_group g join job j on j.id = g.job
                where g.batch_id = b.id and b.completed is null) live on true\s""";

    private static final String ONE = COLUMNS + "where b.id = ?";

    private static final String BY_ID = ONE + " and b.tenant = ?";

    private static final String PAGE = COLUMNS + """
            where b.tenant = ? and (?::timestamptz is null or (b.created_at, b.id) < (?::timestamptz, ?::uuid))
            order by b.created_at desc, b.id desc limit ?""";

    private static final String INSERT = """
            insert into openai_batch (id, tenant, state, input_file, endpoint, completion_window, metadata,
                                      output_seconds, created_at, expires_at, api_key, fingerprint)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""";

    private static final String SENT = COLUMNS + """
            where b.api_key = ? and b.fingerprint = ? and b.created_at > ? and b.tenant = ?
            order by b.created_at desc limit 1""";

    private static final String OPEN = """
            select id from (
                select id, created_at, row_number() over (partition by tenant order by created_at) as turn
                from openai_batch
                where state in ('validating', 'submitting', 'in_progress', 'finalizing', 'cancelling')) open
            order by turn, created_at limit ?""";

    private final FileConfig config;
    private final Clock clock;

    BatchRows(FileConfig config, Clock clock) {
        this.config = config;
        this.clock = clock;
    }

    void insert(Sql sql, String tenant, UUID id, BatchRequest request, UUID inputFile, Retry retry, String fingerprint)
            throws SQLException {
        Instant now = clock.instant();
        sql.update(
                INSERT,
                id,
                tenant,
                BatchState.VALIDATING.stored(),
                inputFile,
                request.endpoint(),
                request.completionWindow(),
                request.metadata(),
                request.outputSeconds(),
                now,
                now.plus(request.window()),
                retry.key(),
                fingerprint);
    }

    /** What the same key sent a short while ago, if this is that request once more. */
    Optional<Batch> sent(Sql sql, String tenant, Retry retry, String fingerprint) throws SQLException {
        if (!retry.again()) {
            return Optional.empty();
        }
        Instant after = clock.instant().minus(config.retryWindow());
        return sql.queryOne(SENT, BatchRows::read, retry.key(), fingerprint, after, tenant);
    }

    /**
     * The batch of that id.
     *
     * @throws ProblemException 404 if the tenant has no such one
     */
    Batch require(Sql sql, String tenant, String wireId) throws SQLException {
        Optional<UUID> id = WireId.BATCH.read(wireId);
        Optional<Batch> found =
                id.isEmpty() ? Optional.empty() : sql.queryOne(BY_ID, BatchRows::read, id.get(), tenant);
        return found.orElseThrow(
                () -> Problem.of(404, "batch_not_found", "No batch found with id '%s'".formatted(wireId))
                        .at("/id")
                        .remedy("GET /v1/batches lists those there are")
                        .exception());
    }

    Batch read(Sql sql, UUID id) throws SQLException {
        return sql.queryOne(ONE, BatchRows::read, id).orElseThrow();
    }

    /** Some of those that are not over, the oldest first. */
    List<UUID> open(Sql sql, int most) throws SQLException {
        return sql.query(OPEN, row -> row.uuid("id"), most);
    }

    /** One more than the page has room for, if there are. */
    List<Batch> page(Sql sql, String tenant, Paging paging) throws SQLException {
        Batch after = paging.after() == null ? null : require(sql, tenant, paging.after());
        Instant time = after == null ? null : after.createdAt();
        return sql.query(
                PAGE, BatchRows::read, tenant, time, time, after == null ? null : after.id(), paging.limit() + 1);
    }

    private static Batch read(Row row) throws SQLException {
        Map<String, Instant> times = new HashMap<>();
        for (String name : TIMES) {
            Instant time = row.timeOrNull(name);
            if (time != null) {
                times.put(name, time);
            }
        }
        return new Batch(
                row.uuid("id"),
                row.text("tenant"),
                BatchState.of(row.text("state")),
                row.uuid("input_file"),
                row.text("endpoint"),
                row.text("completion_window"),
                row.textOrNull("metadata"),
                row.bigNumberOrNull("output_seconds"),
                row.time("created_at"),
                row.time("expires_at"),
                times,
                row.textOrNull("errors"),
                row.textOrNull("model"),
                new Batch.Counts(
                        row.number("requests"),
                        row.number("done"),
                        row.number("undone"),
                        row.bigNumber("input_tokens"),
                        row.bigNumber("output_tokens")),
                row.uuidOrNull("output_file"),
                row.uuidOrNull("error_file"));
    }
}
