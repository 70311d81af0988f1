package dev.winnow.coordinator.overview;

import dev.winnow.coordinator.database.Database;
import dev.winnow.coordinator.database.Row;
import dev.winnow.coordinator.database.Sql;
import dev.winnow.coordinator.dispatch.BrokerIntake;
import dev.winnow.coordinator.fleet.Fleet;
import dev.winnow.coordinator.fleet.WorkerView;
import dev.winnow.coordinator.job.JobEvent;
import dev.winnow.coordinator.job.JobState;
import dev.winnow.coordinator.overview.Overview.Backlog;
import dev.winnow.coordinator.overview.Overview.Day;
import dev.winnow.coordinator.overview.Overview.Recent;
import dev.winnow.coordinator.result.Lately;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Reads how things are. Thread-safe. */
@Singleton
class Overviews {
    private static final String COUNTS = "select state, count(*) as jobs from job where tenant = ? group by state";

    // The rate as of its last update, forgotten since as Rate forgets; the correction for young jobs is left out. After
    // some hours of silence it would be less than a number can hold, which ends the statement.
    private static final String BACKLOG = """
            select model, quantization, count(*) as jobs, sum(open_items) as items,
                   coalesce(sum(rate * exp(-least(600, greatest(0, extract(epoch from (?::timestamptz - rate_at))) / 30)))
                       filter (where state = 'running'), 0)::float8 as rate
            from job where tenant = ? and state = any(?)
            group by model, quantization order by items desc, model, quantization""";

    // Jobs that have not ended, and those that ended since: each by an index of few.
    private static final String LATELY = """
            select lately_ended, lately_failed, rate_at from job
            where tenant = ? and state = any(?) and rate_at > ?
            union all
            select lately_ended, lately_failed, rate_at from job
            where tenant = ? and state in ('done', 'cancelled') and finished_at > ? and rate_at > ?""";

    private static final String DAY = """
            select count(*) as jobs, coalesce(sum(succeeded), 0) as succeeded, coalesce(sum(failed), 0) as failed
            from job where tenant = ? and state in ('done', 'cancelled') and finished_at > ?""";

    private final Database database;
    private final Fleet fleet;
    private final BrokerIntake broker;
    private final Clock clock;

    Overviews(Database database, Fleet fleet, BrokerIntake broker, Clock clock) {
        this.database = database;
        this.fleet = fleet;
        this.broker = broker;
        this.clock = clock;
    }

    /** How things are for a tenant now. */
    Overview of(String tenant) {
        List<WorkerView> live = fleet.all().stream()
                .filter(worker -> worker.state().equals("live"))
                .toList();
        Instant now = clock.instant();
        return database.inTransaction(sql -> {
            List<Backlog> backlog =
                    sql.query(BACKLOG, row -> backlog(row, live), now, tenant, JobEvent.FINISH.fromStored());
            Day day = sql.queryOne(
                            DAY,
                            row -> new Day(row.bigNumber("jobs"), row.bigNumber("succeeded"), row.bigNumber("failed")),
                            tenant,
                            now.minus(Duration.ofDays(1)))
                    .orElseThrow();
            return new Overview(
                    counts(sql, tenant),
                    backlog.stream().mapToDouble(Backlog::itemsPerSecond).sum(),
                    live.stream().mapToDouble(WorkerView::tokensPerSecond).sum(),
                    backlog,
                    lately(sql, tenant, now),
                    day,
                    broker.obstacle().orElse(null));
        });
    }

    private static Recent lately(Sql sql, String tenant, Instant now) throws SQLException {
        Instant since = now.minus(Lately.FORGOTTEN);
        Lately all = Lately.NOTHING;
        for (Lately job : sql.query(
                LATELY,
                row -> new Lately(row.real("lately_ended"), row.real("lately_failed"), row.timeOrNull("rate_at")),
                tenant,
                JobEvent.FINISH.fromStored(),
                since,
                tenant,
                since,
                since)) {
            all = all.and(job, now);
        }
        return new Recent(all.ended(), all.failed(), Lately.HALF_LIFE.toSeconds());
    }

    private static Map<String, Long> counts(Sql sql, String tenant) throws SQLException {
        Map<String, Long> counts = new TreeMap<>();
        for (JobState state : JobState.values()) {
            counts.put(state.stored(), 0L);
        }
        counts.remove(JobState.DELETING.stored()); // nobody's
        for (var entry : sql.query(COUNTS, row -> Map.entry(row.text("state"), row.bigNumber("jobs")), tenant)) {
            counts.put(entry.getKey(), entry.getValue());
        }
        return counts;
    }

    private static Backlog backlog(Row row, List<WorkerView> live) throws SQLException {
        String model = row.text("model");
        String quantization = row.text("quantization");
        int workers = (int) live.stream()
                .filter(worker ->
                        worker.model().equals(model) && worker.quantization().equals(quantization))
                .count();
        return new Backlog(model, quantization, row.number("jobs"), row.bigNumber("items"), row.real("rate"), workers);
    }
}
