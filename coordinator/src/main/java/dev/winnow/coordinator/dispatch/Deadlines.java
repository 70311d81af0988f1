package dev.winnow.coordinator.dispatch;

import dev.winnow.common.result.ErrorCode;
import dev.winnow.coordinator.database.Database;
import dev.winnow.coordinator.database.Sql;
import dev.winnow.coordinator.database.Turn;
import dev.winnow.coordinator.events.JobChanges;
import dev.winnow.coordinator.job.JobEvent;
import dev.winnow.coordinator.log.Subject;
import dev.winnow.coordinator.result.Results;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Ends jobs whose deadline has passed. First such a job is {@code expiring}: nothing of it is planned, dispatched or
 * granted from then on. Then its shards are cancelled, which their workers hear with the next heartbeat; then its open
 * items get an error, a page a transaction, until the job is done by that. A result that is recorded before the error
 * counts. Replicas take turns job by job, and what one has done the next one finds done. Thread-safe.
 */
@Singleton
public class Deadlines {
    private static final Logger LOG = Logger.getLogger(Deadlines.class);

    /** Items that are looked at in one transaction. */
    static final int PAGE = 5_000;

    // What a round does at most: the reaper must not wait for it, or it would take itself for one that was suspended.
    // Counted in items; a transaction costs as much as so many, whatever it does.
    static final int ROUND = 80_000;
    static final int TRANSACTION = 500;

    // Jobs that are looked at in a round.
    private static final int JOBS = 1_000;

    private static final String PASSED = """
            select id from job where state in ('queued', 'running', 'paused') and deadline <= ?
            order by deadline limit ?""";

    // The positions are gone through once more, as in a retry: those below planned_items have ended.
    private static final String EXPIRE = """
            update job set state = ?, planned_items = 0 where id = ? and state = any(?) and deadline <= ?""";

    private static final String EXPIRING = "select id from job where state = 'expiring' order by deadline limit ?";

    private static final String EXPIRE_SHARDS = """
            update shard set state = ? where id in (
                select id from shard where job_id = ? and state = any(?) order by id for update)""";

    private static final String READ = """
            select epoch, item_count, planned_items, deadline from job where id = ? and state = 'expiring'""";

    private static final String ADVANCE = "update job set planned_items = ? where id = ?";

    private final Database database;
    private final Results results;
    private final JobChanges changes;
    private final Clock clock;

    Deadlines(Database database, Results results, JobChanges changes, Clock clock) {
        this.database = database;
        this.results = results;
        this.changes = changes;
        this.clock = clock;
    }

    /** Ends what is to be ended now, or as much of it as fits into a round; the jobs take turns, page by page. */
    public void runOnce() {
        expirePassed(clock.instant());
        Deque<UUID> jobs =
                new ArrayDeque<>(database.inTransaction(sql -> sql.query(EXPIRING, row -> row.uuid("id"), JOBS)));
        int left = ROUND;
        while (left > 0 && !jobs.isEmpty()) {
            UUID job = jobs.remove();
            Piece piece = database.inTransaction(
                    sql -> Turn.EXPIRE.take(sql, job.toString()) ? endPiece(sql, job) : Piece.NONE);
            left -= TRANSACTION + piece.items();
            if (piece.more()) {
                jobs.add(job);
            }
        }
    }

    private void expirePassed(Instant now) {
        List<UUID> passed = database.inTransaction(sql -> sql.query(PASSED, row -> row.uuid("id"), now, JOBS));
        for (UUID job : passed) {
            // By itself, as who holds a job's row must not wait for a shard's.
            int expired = database.inTransaction(
                    sql -> sql.update(EXPIRE, JobEvent.EXPIRE.toStored(), job, JobEvent.EXPIRE.fromStored(), now));
            if (expired > 0) {
                Subject.job(job).run(() -> LOG.infof("the deadline of job %s has passed", job));
                // At once, however many jobs there are whose items come first: workers are to stop now.
                database.inTransaction(sql -> expireShards(sql, job));
                changes.changed(job);
            }
        }
    }

    private static int expireShards(Sql sql, UUID job) throws SQLException {
        return sql.update(EXPIRE_SHARDS, ShardEvent.EXPIRE.toStored(), job, ShardEvent.EXPIRE.fromStored());
    }

    private Piece endPiece(Sql sql, UUID id) throws SQLException {
        // Again until there are none: a shard that was lost or given back in between has become planned, or two.
        int shards = expireShards(sql, id);
        if (shards > 0) {
            return new Piece(shards, true);
        }
        Optional<Expiring> found = sql.queryOne(
                READ,
                row -> new Expiring(
                        row.number("epoch"),
                        row.number("item_count"),
                        row.number("planned_items"),
                        row.time("deadline")),
                id);
        if (found.isEmpty()) {
            return Piece.NONE; // another replica has just ended it
        }
        Expiring job = found.get();
        int to = Math.min(job.items(), job.ended() + PAGE);
        String message = "the job's deadline " + job.deadline() + " passed before the item ended";
        results.end(sql, id, job.epoch(), job.ended(), to, ErrorCode.DEADLINE_PASSED, message);
        sql.update(ADVANCE, to, id);
        return new Piece(to - job.ended(), to < job.items());
    }

    /**
     * What one transaction did.
     *
     * @param items how many it looked at
     * @param more whether there is more to do
     */
    private record Piece(int items, boolean more) {
        static final Piece NONE = new Piece(0, false);
    }

    private record Expiring(int epoch, int items, int ended, Instant deadline) {}
}
