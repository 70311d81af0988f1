package dev.winnow.coordinator.measure;

import dev.winnow.coordinator.database.Database;
import dev.winnow.coordinator.database.Sql;
import dev.winnow.coordinator.dispatch.BrokerIntake;
import dev.winnow.coordinator.dispatch.ShardState;
import dev.winnow.coordinator.fleet.Fleet;
import dev.winnow.coordinator.fleet.WorkerView;
import dev.winnow.coordinator.job.JobState;
import dev.winnow.coordinator.training.TrainingState;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.quarkus.scheduler.Scheduled;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Shows what is in which state. Every replica shows the same: take the greatest, not the sum. */
@Singleton
class StateMetrics {
    // Only what is open, by indexes that hold just that: what has ended may be millions.
    private static final String JOBS = """
            select state, count(*) as n from job where state in ('queued', 'running', 'paused', 'expiring')
            group by state""";

    private static final String OLDEST_QUEUED = """
            select coalesce(extract(epoch from ? - min(created_at)), 0)::float8 as seconds
            from job where state = 'queued'""";

    private static final String SHARDS = """
            select state, count(*) as n from shard where state = 'planned' group by state
            union all
            select state, count(*) as n from shard where state in ('dispatched', 'begun') group by state""";

    // The parts of a training across nodes are no trainings of their own.
    private static final String TRAININGS = """
            select state, count(*) as n from training where parent is null group by state""";

    private final Database database;
    private final Fleet fleet;
    private final BrokerIntake broker;
    private final Clock clock;
    private final StateCounts jobs;
    private final StateCounts shards;
    private final StateCounts trainings;
    private final MultiGauge workers;
    private volatile double oldestQueued;
    private volatile boolean brokerTakes;
    private volatile Instant measured;

    StateMetrics(Database database, Fleet fleet, BrokerIntake broker, Clock clock, MeterRegistry meters) {
        this.database = database;
        this.fleet = fleet;
        this.broker = broker;
        this.clock = clock;
        this.measured = clock.instant();
        this.jobs = new StateCounts(
                meters,
                "winnow.jobs",
                "Jobs that have not ended",
                Stream.of(JobState.QUEUED, JobState.RUNNING, JobState.PAUSED, JobState.EXPIRING)
                        .map(JobState::stored));
        this.shards = new StateCounts(
                meters,
                "winnow.shards",
                "Shards that are to be done",
                Stream.of(ShardState.PLANNED, ShardState.DISPATCHED, ShardState.BEGUN)
                        .map(ShardState::stored));
        this.trainings = new StateCounts(
                meters,
                "winnow.trainings",
                "Trainings that are kept",
                Stream.of(
                                TrainingState.QUEUED,
                                TrainingState.DISPATCHED,
                                TrainingState.RUNNING,
                                TrainingState.DONE,
                                TrainingState.FAILED,
                                TrainingState.CANCELLED)
                        .map(TrainingState::stored));
        this.workers = MultiGauge.builder("winnow.workers")
                .description("Workers by pool and state")
                .register(meters);
        Gauge.builder("winnow.jobs.oldest.queued.seconds", this, metrics -> metrics.oldestQueued)
                .description("How long the oldest job has waited with which no worker has begun")
                .register(meters);
        Gauge.builder("winnow.broker.takes.messages", this, metrics -> metrics.brokerTakes ? 1 : 0)
                .description("1 while the broker takes messages")
                .register(meters);
        Gauge.builder("winnow.state.age.seconds", this, StateMetrics::age)
                .description("How old the numbers are that are looked up: it grows while the database is away")
                .register(meters);
    }

    // Looked up at intervals and not when it is asked for: whoever reads metrics must not wait for a database.
    @Scheduled(every = "10s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void measure() {
        workers.register(
                fleet.all().stream()
                        .collect(Collectors.groupingBy(StateMetrics::tags, Collectors.counting()))
                        .entrySet()
                        .stream()
                        .<MultiGauge.Row<?>>map(entry -> MultiGauge.Row.of(entry.getKey(), entry.getValue()))
                        .toList(),
                true);
        Instant now = clock.instant();
        oldestQueued = database.inTransaction(sql -> {
            jobs.show(counts(sql, JOBS));
            shards.show(counts(sql, SHARDS));
            trainings.show(counts(sql, TRAININGS));
            return sql.queryOne(OLDEST_QUEUED, row -> row.real("seconds"), now).orElse(0.0);
        });
        measured = now;
    }

    // By itself: a broker that does not answer must not look like a database that is away.
    @Scheduled(every = "10s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void askBroker() {
        brokerTakes = broker.obstacle().isEmpty();
    }

    private double age() {
        return Duration.between(measured, clock.instant()).toMillis() / 1000.0;
    }

    private static Tags tags(WorkerView worker) {
        return Tags.of("model", worker.model(), "quantization", worker.quantization(), "state", worker.state());
    }

    private static Map<String, Long> counts(Sql sql, String query) throws SQLException {
        return sql.query(query, row -> Map.entry(row.text("state"), row.bigNumber("n"))).stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, Long::sum));
    }
}
