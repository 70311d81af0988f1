package dev.winnow.coordinator.backlog;

import dev.winnow.common.work.Pool;
import dev.winnow.coordinator.database.Database;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.stream.Collectors;

/** Counts what waits, for all pools at once. Thread-safe. */
@Singleton
public class Backlogs {
    // Pools that have nothing to do stand in it too, with zero: an autoscaler must hear that from us. A training across
    // nodes counts by its parts under way, the training itself does nothing.
    private static final String ALL = """
            with waiting as (
                select model, quantization, sum(open_items) as items from job
                where state in ('queued', 'running') group by model, quantization),
            learning as (
                select base, sum(nodes) as trainings from training
                where parent is null and state in ('queued', 'dispatched', 'running') group by base),
            pool as (
                select model, quantization from waiting union select distinct model, quantization from worker)
            select pool.model, pool.quantization,
                   coalesce(items, 0) as items, coalesce(trainings, 0) as trainings
            from pool
            left join waiting using (model, quantization)
            left join learning on learning.base = pool.model""";

    private final Database database;

    Backlogs(Database database) {
        this.database = database;
    }

    /** Each pool that has work, or has had a worker. */
    public Map<Pool, Backlog> all() {
        return database
                .inTransaction(sql -> sql.query(
                        ALL,
                        row -> Map.entry(
                                new Pool(row.text("model"), row.text("quantization")),
                                new Backlog(row.bigNumber("items"), row.bigNumber("trainings")))))
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }
}
