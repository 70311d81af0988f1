package dev.winnow.coordinator.limits;

import dev.winnow.coordinator.database.Database;
import dev.winnow.coordinator.database.Sql;
import dev.winnow.coordinator.database.Turn;
import dev.winnow.coordinator.problem.Problem;
import dev.winnow.coordinator.problem.ProblemException;
import dev.winnow.coordinator.result.Rate;
import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;

/** Holds tenants to their limit of queued items: those that have not ended, in all their jobs. Thread-safe. */
@Singleton
@Startup // so that a limit that makes no sense is told at once
public class QueuedItems {
    /** The code of the problem that a tenant has too much queued. */
    public static final String TOO_MANY = "too_many_queued_items";

    private static final long LONGEST_WAIT_SECONDS = 3_600;

    // While nothing of the tenant runs, nobody knows how long it takes.
    private static final long UNKNOWN_WAIT_SECONDS = 60;

    private static final String QUEUED = """
            select coalesce(sum(open_items), 0) as items from job
            where tenant = ? and state in ('queued', 'running', 'paused', 'expiring')""";

    private static final String RATES = """
            select rate, rate_at, started_at from job
            where tenant = ? and state = 'running' and started_at is not null""";

    private final Database database;
    private final LimitsConfig config;
    private final Clock clock;

    QueuedItems(Database database, LimitsConfig config, Clock clock) {
        this.database = database;
        this.config = config;
        this.clock = clock;
        LimitCheck.require("queued-items", config.queuedItems());
        config.tenantQueuedItems()
                .forEach((tenant, limit) -> LimitCheck.require("tenant-queued-items." + tenant, limit));
    }

    /**
     * Asks whether there is room for one more item at all.
     *
     * @throws ProblemException if the tenant is at its limit
     */
    public void requireRoom(String tenant) {
        room(tenant).require(1, problem -> problem);
    }

    /** What is left to a submission that is coming in. */
    public Room room(String tenant) {
        return new Room(this, tenant);
    }

    /**
     * Makes sure that what this transaction has added to the tenant's jobs is within its limit, together with all that
     * others add at the same time: they wait for each other here until they commit.
     *
     * @throws ProblemException if it is not; the transaction must be rolled back
     */
    public void requireWithin(Sql sql, String tenant) throws SQLException {
        Turn.QUEUE.await(sql, tenant);
        long queued = queued(sql, tenant);
        if (queued > limit(tenant)) {
            throw tooMany(sql, tenant, queued).exception();
        }
    }

    long limit(String tenant) {
        return config.tenantQueuedItems().getOrDefault(tenant, config.queuedItems());
    }

    /** How many more the tenant may have now. */
    long left(String tenant) {
        return limit(tenant) - database.inTransaction(sql -> queued(sql, tenant));
    }

    /** Says that a request would bring so many items, and that they are too many. */
    Problem refusal(String tenant, long items) {
        long limit = limit(tenant);
        if (items > limit) {
            return Problem.of(413, "too_many_items", "the request alone has more items than a tenant may have queued")
                    .limit(limit)
                    .remedy("cut it into several jobs and submit the next when one is done,"
                            + " or have winnow.limits.queued-items raised");
        }
        return database.inTransaction(sql -> tooMany(sql, tenant, queued(sql, tenant) + items));
    }

    private Problem tooMany(Sql sql, String tenant, long wanted) throws SQLException {
        long limit = limit(tenant);
        return Problem.of(429, TOO_MANY, "with this request %d items or more would wait to be done".formatted(wanted))
                .limit(limit)
                .remedy("try again when enough of them have ended, cancel a job,"
                        + " or have winnow.limits.queued-items raised")
                .retryAfter(seconds(wanted - limit, rate(sql, tenant)));
    }

    private static long queued(Sql sql, String tenant) throws SQLException {
        return sql.queryOne(QUEUED, row -> row.bigNumber("items"), tenant).orElseThrow();
    }

    private double rate(Sql sql, String tenant) throws SQLException {
        Instant now = clock.instant();
        List<Double> rates = sql.query(
                RATES,
                row -> new Rate(row.real("rate"), row.timeOrNull("rate_at")).now(row.time("started_at"), now),
                tenant);
        return rates.stream().mapToDouble(Double::doubleValue).sum();
    }

    /** How long it takes until so many items have ended. */
    static long seconds(long items, double rate) {
        if (rate <= 0) {
            return UNKNOWN_WAIT_SECONDS;
        }
        return Math.max(1, (long) Math.min(LONGEST_WAIT_SECONDS, Math.ceil(items / rate)));
    }
}
