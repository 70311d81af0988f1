package dev.winnow.coordinator.extraction;

import dev.winnow.common.racepoint.RacePoints;
import dev.winnow.coordinator.adapter.Adapters;
import dev.winnow.coordinator.database.Database;
import dev.winnow.coordinator.database.Sql;
import dev.winnow.coordinator.dispatch.DispatchLoop;
import dev.winnow.coordinator.dispatch.ShardEvent;
import dev.winnow.coordinator.events.JobChanges;
import dev.winnow.coordinator.job.JobEvent;
import dev.winnow.coordinator.job.JobState;
import dev.winnow.coordinator.limits.QueuedItems;
import dev.winnow.coordinator.problem.Problem;
import dev.winnow.coordinator.problem.ProblemException;
import dev.winnow.coordinator.racepoint.RacePoint;
import dev.winnow.coordinator.webhook.JobEnds;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Does to a job what its user asks. Asking twice is asking once. Thread-safe. */
@Singleton
class JobControl {
    private static final String PAUSE = "update job set state = ? where id = ? and state = any(?)";

    private static final String RECALL_SHARDS = """
            update shard set state = ?, attempt = attempt + ? where id in (
                select id from shard where job_id = ? and state = any(?) order by id for update)""";

    private static final String RESUME = """
            update job set state = case when started_at is null then ? else ? end
            where id = ? and state = any(?)""";

    // The planner goes through the items once more; their errors stay to be read until there is something better.
    // A deadline that has passed is dropped, or nothing would be tried at all.
    private static final String RETRY = """
            update job set state = ?, epoch = epoch + 1, planned_items = 0, open_items = failed - refused,
                   finished_at = null,
                   deadline = coalesce(?::timestamptz, case when deadline > ? then deadline end)
            where id = ? and state = any(?) and failed > refused""";

    private static final String RETRIED = "select 1 as one from job_retry where job_id = ? and idempotency_key = ?";

    private static final String REMEMBER_RETRY = """
            insert into job_retry (job_id, idempotency_key, epoch) select id, ?, epoch from job where id = ?""";

    private static final String CANCEL_JOB = """
            update job set state = ?, finished_at = ? where id = ? and state = any(?)""";

    private static final String CANCEL_SHARDS = """
            update shard set state = ? where id in (
                select id from shard where job_id = ? and state = any(?) order by id for update)""";

    private final Database database;
    private final Jobs jobs;
    private final QueuedItems queued;
    private final Adapters adapters;
    private final DispatchLoop loop;
    private final Clock clock;
    private final JobChanges changes;
    private final JobEnds ends;
    private final RacePoints<RacePoint> points;

    JobControl(
            Database database,
            Jobs jobs,
            QueuedItems queued,
            Adapters adapters,
            DispatchLoop loop,
            Clock clock,
            JobChanges changes,
            JobEnds ends,
            RacePoints<RacePoint> points) {
        this.database = database;
        this.jobs = jobs;
        this.queued = queued;
        this.adapters = adapters;
        this.loop = loop;
        this.clock = clock;
        this.changes = changes;
        this.ends = ends;
        this.points = points;
    }

    /**
     * Holds a job up: what no worker has begun waits until it is resumed, what one has begun is finished.
     *
     * @throws ProblemException if the job has ended
     */
    JobView pause(String tenant, UUID id) {
        database.inTransaction(sql -> {
            jobs.require(sql, tenant, id);
            sql.update(PAUSE, JobEvent.PAUSE.toStored(), id, JobEvent.PAUSE.fromStored());
            return requireGoingOn(jobs.require(sql, tenant, id), "paused");
        });
        points.reached(RacePoint.JOB_PAUSED);
        // Not in one transaction: who holds a job's row must not wait for a shard's. A shard that is dispatched in
        // between is recalled when a worker claims it.
        database.inTransaction(sql -> sql.update(
                RECALL_SHARDS,
                ShardEvent.RECALL.toStored(),
                ShardEvent.RECALL.attemptStep(),
                id,
                ShardEvent.RECALL.fromStored()));
        loop.signal(); // others may have its places
        changes.changed(id);
        return jobs.find(tenant, id);
    }

    /**
     * Lets a paused job go on; one that was not paused stays as it is.
     *
     * @throws ProblemException if the job has ended
     */
    JobView resume(String tenant, UUID id) {
        database.inTransaction(sql -> {
            jobs.require(sql, tenant, id);
            sql.update(
                    RESUME,
                    JobEvent.RESUME_UNBEGUN.toStored(),
                    JobEvent.RESUME.toStored(),
                    id,
                    JobEvent.RESUME.fromStored());
            return requireGoingOn(jobs.require(sql, tenant, id), "resumed");
        });
        points.reached(RacePoint.JOB_RESUMED);
        loop.signal();
        changes.changed(id);
        return jobs.find(tenant, id);
    }

    private static JobView requireGoingOn(JobView job, String asked) {
        JobState state = JobState.of(job.state());
        if (!JobEvent.PAUSE.allowedFrom(state) && !JobEvent.RESUME.allowedFrom(state)) {
            throw Problem.of(409, "job_ended", "the job is %s and cannot be %s".formatted(job.state(), asked))
                    .remedy("its results are at " + job.links().results() + "; submit a new job for more")
                    .exception();
        }
        return job;
    }

    /**
     * Has the failed items of a job that is done tried again, and nothing else.
     *
     * @param key the same key twice is the same retry; null for none
     * @param deadline the new one; null to keep the one that there is, unless it has passed
     * @throws ProblemException if the job is not done, nothing failed, or the tenant has too much queued
     */
    JobView retry(String tenant, UUID id, @Nullable String key, @Nullable Deadline deadline) {
        Instant now = clock.instant();
        if (deadline != null) {
            deadline.require(now);
        }
        Instant until = deadline == null ? null : deadline.from(now);
        database.inTransaction(sql -> {
            jobs.require(sql, tenant, id);
            sql.query("select id from job where id = ? for update", row -> row.uuid("id"), id);
            if (key != null
                    && sql.queryOne(RETRIED, row -> row.number("one"), id, key).isPresent()) {
                return id;
            }
            if (sql.update(RETRY, JobEvent.RETRY.toStored(), until, now, id, JobEvent.RETRY.fromStored()) == 0) {
                throw refusedRetry(jobs.require(sql, tenant, id));
            }
            String adapter = jobs.require(sql, tenant, id).adapterHash();
            if (adapter != null) {
                adapters.keep(sql, tenant, adapter);
            }
            queued.requireWithin(sql, tenant);
            if (key != null) {
                sql.update(REMEMBER_RETRY, key, id);
            }
            return id;
        });
        points.reached(RacePoint.JOB_RETRIED);
        loop.signal();
        changes.changed(id);
        return jobs.find(tenant, id);
    }

    private static ProblemException refusedRetry(JobView job) {
        if (!JobEvent.RETRY.allowedFrom(JobState.of(job.state()))) {
            return Problem.of(
                            409,
                            "job_not_done",
                            "the job is %s; a job is retried when it is done".formatted(job.state()))
                    .remedy("wait until it is done; what was cancelled must be submitted as a new job")
                    .exception();
        }
        return Problem.of(409, "nothing_failed", "no item of the job has failed, but those that could not be taken in")
                .remedy("its results are at " + job.links().results()
                        + "; submit what could not be taken in, put right")
                .exception();
    }

    /** Cancels a job; one that has ended stays as it is. Finished items that arrive later are still recorded. */
    JobView cancel(String tenant, UUID id) {
        // Shards before the job, as claims and the recorder lock them: never a shard while the job is held.
        database.inTransaction(sql -> {
            jobs.require(sql, tenant, id);
            cancelShards(sql, id);
            points.reached(RacePoint.SHARDS_CANCELLED);
            int cancelled = sql.update(
                    CANCEL_JOB, JobEvent.CANCEL.toStored(), clock.instant(), id, JobEvent.CANCEL.fromStored());
            if (cancelled > 0) {
                ends.ended(sql, tenant, id);
            }
            return id;
        });
        points.reached(RacePoint.JOB_CANCELLED);
        // What was planned in between; from here on nothing is. Until then nobody dispatches or claims it.
        database.inTransaction(sql -> {
            if (JobState.of(jobs.require(sql, tenant, id).state()) == JobState.CANCELLED) {
                cancelShards(sql, id);
            }
            return id;
        });
        changes.changed(id);
        return jobs.find(tenant, id);
    }

    private static void cancelShards(Sql sql, UUID job) throws SQLException {
        sql.update(CANCEL_SHARDS, ShardEvent.CANCEL.toStored(), job, ShardEvent.CANCEL.fromStored());
    }
}
