package dev.winnow.coordinator.events;

import dev.winnow.coordinator.database.Database;
import dev.winnow.coordinator.database.Row;
import dev.winnow.coordinator.job.JobEvent;
import dev.winnow.coordinator.problem.Problem;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** Reads how far jobs are. Thread-safe. */
@Singleton
class Progress {
    private static final String COLUMNS = "select id, tenant, state, item_count, succeeded, failed from job ";

    private static final String ACTIVE =
            COLUMNS + "where tenant = ? and state = any(?) order by created_at desc, id desc limit ?";

    private final Database database;

    Progress(Database database) {
        this.database = database;
    }

    /** One job of a tenant, or the problem that there is none. */
    JobProgress require(String tenant, UUID job) {
        return database.inTransaction(
                        sql -> sql.queryOne(COLUMNS + "where id = ? and tenant = ?", Progress::read, job, tenant))
                .orElseThrow(() -> Problem.of(404, "unknown_job", "there is no extraction job " + job)
                        .remedy("GET /api/v1/extractions lists those there are")
                        .exception());
    }

    /** These jobs, whosever they are; not those that are being deleted, which are nobody's. */
    List<JobProgress> of(Collection<UUID> jobs) {
        String[] ids = jobs.stream().map(UUID::toString).toArray(String[]::new);
        return database.inTransaction(sql ->
                sql.query(COLUMNS + "where id = any(?::uuid[]) and tenant is not null", Progress::read, (Object) ids));
    }

    /** The newest jobs of a tenant that are not over. */
    List<JobProgress> active(String tenant, int limit) {
        return database.inTransaction(
                sql -> sql.query(ACTIVE, Progress::read, tenant, JobEvent.FINISH.fromStored(), limit));
    }

    private static JobProgress read(Row row) throws SQLException {
        return new JobProgress(
                row.uuid("id"),
                row.text("tenant"),
                row.text("state"),
                row.number("item_count"),
                row.number("succeeded"),
                row.number("failed"));
    }
}
