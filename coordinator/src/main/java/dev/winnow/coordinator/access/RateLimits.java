package dev.winnow.coordinator.access;

import dev.winnow.coordinator.access.Budget.Kind;
import dev.winnow.coordinator.database.Database;
import dev.winnow.coordinator.problem.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Holds keys to what they may ask for in a minute, one statement for each request of a key that has a limit. A key
 * without one costs nothing. Thread-safe.
 */
// A proxy: filters are made before there is a configuration.
@ApplicationScoped
public class RateLimits {
    // By the database's clock: coordinators' own differ, and all of them take from the same row.
    private static final String FILLED =
            "least(?::float8, b.amount + greatest(0, extract(epoch from clock_timestamp() - b.at)) * ?::float8 / 60)";

    private static final String TAKE = """
            insert into key_budget as b (key_id, kind, amount, at) values (?, ?, ?::float8 - ?::float8, clock_timestamp())
            on conflict (key_id, kind) do update
            set amount = %s - ?::float8, at = clock_timestamp()
            where %s >= ?::float8
            returning amount""".formatted(FILLED, FILLED);

    private static final String LOOK =
            "select %s as amount from key_budget b where key_id = ? and kind = ?".formatted(FILLED);

    // So much is always there.
    private static final double ANY = -1e15;

    private final Database database;

    RateLimits(Database database) {
        this.database = database;
    }

    /** Takes a request; empty if the key has no limit of them. */
    Optional<Budget> request(ApiKey key) {
        return take(key, Kind.REQUESTS, key.requestsPerMinute(), 1, 1);
    }

    /**
     * Lets in who has items left, though perhaps not as many as come.
     *
     * @throws dev.winnow.coordinator.problem.ProblemException 429 if none is left
     */
    public void requireItems(Caller caller) {
        requireItems(caller, 0);
    }

    /** The same, and takes one. */
    public void takeItem(Caller caller) {
        requireItems(caller, 1);
    }

    private void requireItems(Caller caller, int taken) {
        ApiKey key = caller.key();
        take(key, Kind.ITEMS, key.itemsPerMinute(), taken, 1)
                .filter(budget -> !budget.given())
                .ifPresent(budget -> {
                    throw exceeded(budget).exception();
                });
    }

    /** Items have come, and are counted whatever is left. */
    public void spentItems(Caller caller, int items) {
        ApiKey key = caller.key();
        take(key, Kind.ITEMS, key.itemsPerMinute(), items, ANY);
    }

    private Optional<Budget> take(ApiKey key, Kind kind, @Nullable Integer perMinute, int cost, double needed) {
        if (perMinute == null) {
            return Optional.empty();
        }
        double most = perMinute;
        return Optional.of(database.inTransaction(sql -> {
            Optional<Double> left = sql.queryOne(
                    TAKE,
                    row -> row.real("amount"),
                    key.id(),
                    kind.stored(),
                    most,
                    (double) cost,
                    most,
                    most,
                    (double) cost,
                    most,
                    most,
                    needed);
            if (left.isPresent()) {
                return new Budget(kind, perMinute, left.get(), true);
            }
            double found = sql.queryOne(LOOK, row -> row.real("amount"), most, most, key.id(), kind.stored())
                    .orElse(0.0);
            return new Budget(kind, perMinute, found, false);
        }));
    }

    /** There is nothing left. */
    static Problem exceeded(Budget budget) {
        String what = budget.kind().stored();
        long seconds = Math.max(1, budget.until(1).toSeconds() + 1);
        return Problem.of(
                        429,
                        "rate_limit_exceeded",
                        "the API key may have %d %s a minute, and has none left".formatted(budget.perMinute(), what))
                .limit(budget.perMinute())
                .retryAfter(seconds)
                .remedy("come again in %d s, or use a key with a higher %s_per_minute"
                        .formatted(seconds, what.toLowerCase(Locale.ROOT)));
    }
}
