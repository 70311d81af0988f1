package dev.winnow.coordinator.extraction;

import dev.winnow.coordinator.database.Database;
import dev.winnow.coordinator.database.Row;
import dev.winnow.coordinator.database.Sql;
import dev.winnow.coordinator.job.JobState;
import dev.winnow.coordinator.problem.Problem;
import dev.winnow.coordinator.result.Rate;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads jobs of a tenant. Thread-safe. */
@Singleton
class Jobs {
    private static final String COLUMNS = """
            select id, name, state, model, quantization, adapter, adapter_version, origin_id, calibration_id is not null as calibrated, schema_hash, epoch, item_count, open_items, succeeded, failed, priority, rate,
                   rate_at, deadline, created_at, started_at, finished_at
            from job\s""";

    private static final String BY_ID = COLUMNS + "where id = ? and tenant = ?";

    private static final String PAGE = COLUMNS + """
            where tenant = ?%s
            order by created_at desc, id desc limit ?""";

    // Only where there is a cursor: a plan for both cases would read and drop all that stands before it.
    private static final String BEHIND = " and (created_at, id) < (?::timestamptz, ?::uuid)";

    private static final String SHARDS = "select state, count(*) as shards from shard where job_id = ? group by state";

    private final Database database;
    private final Clock clock;

    Jobs(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** One job with its shards counted. */
    JobView find(String tenant, UUID id) {
        return database.inTransaction(sql -> {
            JobView job = require(sql, tenant, id);
            Map<String, Integer> shards = new TreeMap<>();
            for (var entry : sql.query(SHARDS, row -> Map.entry(row.text("state"), row.number("shards")), id)) {
                shards.put(entry.getKey(), entry.getValue());
            }
            return job.withShards(shards);
        });
    }

    /** Refuses a job that is not there for that tenant. */
    void requireExists(String tenant, UUID id) {
        database.inTransaction(sql -> require(sql, tenant, id));
    }

    /** Jobs of a tenant, newest first, after the cursor. */
    List<JobView> page(String tenant, JobFilter filter, @Nullable Cursor after, int limit) {
        PageQuery query = query(tenant, filter, after, limit);
        return database.inTransaction(sql ->
                sql.query(query.statement(), this::view, query.parameters().toArray()));
    }

    static PageQuery query(String tenant, JobFilter filter, @Nullable Cursor after, int limit) {
        List<Object> parameters = new ArrayList<>();
        parameters.add(tenant);
        parameters.addAll(filter.parameters());
        if (after != null) {
            parameters.add(after.createdAt());
            parameters.add(after.id());
        }
        parameters.add(limit);
        return new PageQuery(PAGE.formatted(filter.condition() + (after == null ? "" : BEHIND)), parameters);
    }

    /** How many jobs of a tenant are in which state. */
    Map<String, Long> counts(String tenant) {
        return database.inTransaction(sql -> {
            Map<String, Long> counts = new TreeMap<>();
            for (JobState state : JobState.values()) {
                counts.put(state.stored(), 0L);
            }
            counts.remove(JobState.DELETING.stored()); // nobody's
            for (var entry : sql.query(
                    "select state, count(*) as jobs from job where tenant = ? group by state",
                    row -> Map.entry(row.text("state"), row.bigNumber("jobs")),
                    tenant)) {
                counts.put(entry.getKey(), entry.getValue());
            }
            return counts;
        });
    }

    /** The job in the transaction of the caller; refuses one that is not there for that tenant. */
    JobView require(Sql sql, String tenant, UUID id) throws SQLException {
        Optional<JobView> job = sql.queryOne(BY_ID, this::view, id, tenant);
        return job.orElseThrow(() -> Problem.of(404, "unknown_job", "there is no extraction job " + id)
                .remedy("GET /api/v1/extractions lists those there are")
                .exception());
    }

    private JobView view(Row row) throws SQLException {
        Instant started = row.timeOrNull("started_at");
        Instant finished = row.timeOrNull("finished_at");
        int open = row.number("open_items");
        JobState state = JobState.of(row.text("state"));
        double rate = 0;
        if (started != null && finished == null) {
            rate = new Rate(row.real("rate"), row.timeOrNull("rate_at")).now(started, clock.instant());
        }
        return new JobView(
                row.uuid("id"),
                row.textOrNull("name"),
                state.stored(),
                row.text("model"),
                row.text("quantization"),
                row.textOrNull("adapter_version"),
                row.textOrNull("adapter"),
                row.flag("calibrated"),
                row.uuidOrNull("origin_id"),
                row.text("schema_hash"),
                row.number("priority"),
                row.number("epoch"),
                row.number("item_count"),
                open,
                row.number("succeeded"),
                row.number("failed"),
                Map.of(),
                rate,
                rate > 0 && state != JobState.PAUSED ? open / rate : null,
                row.timeOrNull("deadline"),
                row.time("created_at"),
                started,
                finished,
                Links.of(row.uuid("id")));
    }

    /** A statement with the values of its parameters, in their order. */
    record PageQuery(String statement, List<Object> parameters) {
        PageQuery {
            parameters = List.copyOf(parameters);
        }
    }
}
