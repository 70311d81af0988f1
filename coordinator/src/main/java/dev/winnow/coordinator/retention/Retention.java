package dev.winnow.coordinator.retention;

import dev.winnow.coordinator.database.Database;
import dev.winnow.coordinator.database.Sql;
import dev.winnow.coordinator.database.Turn;
import dev.winnow.coordinator.job.JobEvent;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Deletes jobs: marked in one small transaction, then items with their results, then shards, then the job's row, a
 * piece a transaction. Each piece notes how far it came, so that a process that dies between two loses nothing and
 * repeats nothing. Replicas take turns job by job. Thread-safe.
 */
@Singleton
public class Retention {
    private static final Logger LOG = Logger.getLogger(Retention.class);

    private static final int JOBS = 16;

    // The key is free again, and no query for a tenant's job finds it.
    private static final String MARK = "update job set state = ?, tenant = null, idempotency_key = null ";

    private static final String MARK_ONE = MARK + "where id = ? and tenant = ? and state = any(?)";

    private static final String MARK_OLD = MARK + """
            where id in (
                select id from job where state in ('done', 'cancelled') and finished_at < ?
                order by finished_at limit ? for update skip locked)""";

    private static final String MARKED = "select id from job where state = 'deleting' order by finished_at limit ?";

    private static final String READ = "select item_count, deleted_items from job where id = ? and state = 'deleting'";

    private static final String DELETE_ITEMS = "delete from item where job_id = ? and position >= ? and position < ?";

    private static final String DELETE_RESULTS =
            "delete from result where job_id = ? and position >= ? and position < ?";

    private static final String ADVANCE = "update job set deleted_items = ? where id = ?";

    private static final String DELETE_SHARDS = """
            delete from shard where id in (select id from shard where job_id = ? order by id limit ?)""";

    private static final String DELETE_PARKED = """
            delete from parked_message where id in (
                select id from parked_message where parked_at < ? order by parked_at limit ? for update skip locked)""";

    private static final String DELETE_AUDIT = """
            delete from audit where id in (
                select id from audit where at < ? order by at limit ? for update skip locked)""";

    private final Database database;
    private final RetentionConfig config;
    private final Clock clock;

    Retention(Database database, RetentionConfig config, Clock clock) {
        this.database = database;
        this.config = config;
        this.clock = clock;
        require("days", config.days(), 0);
        require("audit-days", config.auditDays(), 1);
        config.parkedDays().ifPresent(days -> require("parked-days", days, 1));
        require("piece-rows", config.pieceRows(), 2);
    }

    private static void require(String name, int value, int least) {
        if (value < least) {
            throw new IllegalArgumentException(
                    "winnow.retention.%s must be at least %d, was %d".formatted(name, least, value));
        }
    }

    /**
     * Gives a job up that has ended, in the transaction of the caller. It is not found any more from the commit on.
     *
     * @return false if it has not ended, or is not that tenant's
     */
    public boolean mark(Sql sql, String tenant, UUID job) throws SQLException {
        return sql.update(MARK_ONE, JobEvent.DELETE.toStored(), job, tenant, JobEvent.DELETE.fromStored()) == 1;
    }

    /**
     * Marks what is old, and deletes one piece.
     *
     * @return whether there was any, and may be more
     */
    boolean runOnce() {
        markOld();
        return deletePiece() || deleteParked() || deleteAudit();
    }

    private void markOld() {
        if (config.days() > 0) {
            Instant before = clock.instant().minus(Duration.ofDays(config.days()));
            int old = database.inTransaction(sql -> sql.update(MARK_OLD, JobEvent.DELETE.toStored(), before, JOBS));
            if (old > 0) {
                LOG.infof("%d jobs ended more than %d days ago and are deleted", old, config.days());
            }
        }
    }

    private boolean deletePiece() {
        for (UUID job : database.inTransaction(sql -> sql.query(MARKED, row -> row.uuid("id"), JOBS))) {
            if (database.inTransaction(sql -> Turn.DELETE.take(sql, job.toString()) && deletePiece(sql, job))) {
                return true;
            }
        }
        return false;
    }

    // Rows are touched in the order of the recorder, which may hold a late result: shard or result first, job last.
    private boolean deletePiece(Sql sql, UUID id) throws SQLException {
        Optional<Deleting> found =
                sql.queryOne(READ, row -> new Deleting(row.number("item_count"), row.number("deleted_items")), id);
        if (found.isEmpty()) {
            return false; // another replica has just finished it
        }
        Deleting job = found.get();
        if (job.gone() < job.items()) {
            int to = (int) Math.min(job.items(), job.gone() + (long) config.pieceRows() / 2);
            sql.update(DELETE_ITEMS, id, job.gone(), to);
            sql.update(DELETE_RESULTS, id, job.gone(), to);
            sql.update(ADVANCE, to, id);
        } else if (sql.update(DELETE_SHARDS, id, config.pieceRows()) == 0) {
            // Without shards nothing can be recorded any more. What came late, after its piece was gone, goes here.
            sql.update("delete from result where job_id = ?", id);
            sql.update("delete from job_retry where job_id = ?", id);
            sql.update("delete from job where id = ?", id);
            LOG.infof("job %s is deleted", id);
        }
        return true;
    }

    private boolean deleteParked() {
        if (config.parkedDays().isEmpty()) {
            return false;
        }
        Instant before =
                clock.instant().minus(Duration.ofDays(config.parkedDays().getAsInt()));
        return database.inTransaction(sql -> sql.update(DELETE_PARKED, before, config.pieceRows())) > 0;
    }

    private boolean deleteAudit() {
        Instant before = clock.instant().minus(Duration.ofDays(config.auditDays()));
        return database.inTransaction(sql -> sql.update(DELETE_AUDIT, before, config.pieceRows())) > 0;
    }

    private record Deleting(int items, int gone) {}
}
