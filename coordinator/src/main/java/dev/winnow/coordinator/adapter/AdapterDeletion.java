package dev.winnow.coordinator.adapter;

import dev.winnow.common.racepoint.RacePoints;
import dev.winnow.coordinator.adapter.AdapterRows.StoredAdapter;
import dev.winnow.coordinator.database.Database;
import dev.winnow.coordinator.database.Sql;
import dev.winnow.coordinator.problem.Problem;
import dev.winnow.coordinator.problem.ProblemException;
import dev.winnow.coordinator.racepoint.RacePoint;
import io.quarkus.arc.All;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;

/** Deletes adapters that nobody needs any more. Thread-safe. */
@Singleton
class AdapterDeletion {
    private static final String HOLD = "select id from adapter where id = ? for update";

    private static final String JOBS = """
            select count(*) as jobs from job
            where tenant = ? and adapter = ? and state in ('queued', 'running', 'paused', 'expiring')""";

    private final Database database;
    private final AdapterRows rows;
    private final AdapterContents contents;
    private final List<AdapterListener> listeners;
    private final RacePoints<RacePoint> points;

    AdapterDeletion(
            Database database,
            AdapterRows rows,
            AdapterContents contents,
            @All List<AdapterListener> listeners,
            RacePoints<RacePoint> points) {
        this.database = database;
        this.rows = rows;
        this.contents = contents;
        this.listeners = listeners;
        this.points = points;
    }

    /**
     * Deletes one for good; results that it made keep its name and hash.
     *
     * @throws ProblemException if an alias stands for it, or a job that has not ended uses it
     */
    void delete(String tenant, String reference) {
        database.inTransaction(sql -> {
            UUID id = rows.require(sql, tenant, reference).id();
            // Whoever submits a job with it, or moves an alias to it, is before this or finds nothing.
            sql.query(HOLD, row -> row.uuid("id"), id);
            StoredAdapter held = rows.require(sql, tenant, reference);
            requireUnused(sql, tenant, held.view());
            contents.remove(sql, held.id());
            sql.update("delete from adapter where id = ?", held.id());
            for (AdapterListener listener : listeners) {
                listener.deleted(sql, tenant, held.view().adapter());
            }
            points.reached(RacePoint.ADAPTER_DELETED);
            return held.id();
        });
    }

    private static void requireUnused(Sql sql, String tenant, AdapterView adapter) throws SQLException {
        if (!adapter.aliases().isEmpty()) {
            throw Problem.of(
                            409,
                            "adapter_has_alias",
                            "%s is what %s stands for"
                                    .formatted(adapter.adapter(), String.join(", ", adapter.aliases())))
                    .remedy("move the alias to another adapter first, or remove it")
                    .exception();
        }
        long jobs = sql.queryOne(JOBS, row -> row.bigNumber("jobs"), tenant, adapter.hash())
                .orElseThrow();
        if (jobs > 0) {
            throw Problem.of(
                            409,
                            "adapter_in_use",
                            "%d jobs that have not ended use %s".formatted(jobs, adapter.adapter()))
                    .remedy("wait until they are done, or cancel them")
                    .exception();
        }
    }
}
