package dev.winnow.coordinator.model;

import dev.winnow.common.work.Pool;
import dev.winnow.coordinator.database.Database;
import dev.winnow.coordinator.dispatch.DispatchConfig;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;

/** Knows which pools have workers, or have had some, and what all of a pool's workers can take. Thread-safe. */
@Singleton
public class ServedPools {
    // A job's items may go to any live worker of the pool, so the smallest context counts; where none is live, that of
    // the one heard last: a job may wait for a pool that scales from zero.
    private static final String POOLS = """
            select model, quantization, bool_or(live) as live,
                   coalesce(min(context_tokens) filter (where live),
                            (array_agg(context_tokens order by last_seen desc))[1]) as context_tokens
            from (select *, state = 'live' and last_seen > ? as live from worker) w
            group by model, quantization
            order by bool_or(live) desc, max(last_seen) desc""";

    private final Database database;
    private final DispatchConfig config;
    private final Clock clock;

    ServedPools(Database database, DispatchConfig config, Clock clock) {
        this.database = database;
        this.config = config;
        this.clock = clock;
    }

    /** The live ones first, then the one heard last. */
    public List<ServedPool> all() {
        return database.inTransaction(sql -> sql.query(
                POOLS,
                row -> new ServedPool(
                        new Pool(row.text("model"), row.text("quantization")),
                        row.number("context_tokens"),
                        row.flag("live")),
                clock.instant().minus(config.lease())));
    }

    /**
     * A pool and what it is good for.
     *
     * @param contextTokens the most tokens that a prompt and its output may have together on any of its workers
     * @param live whether a worker takes its work now
     */
    public record ServedPool(Pool pool, int contextTokens, boolean live) {}
}
