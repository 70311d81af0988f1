package dev.winnow.coordinator.evaluation;

import dev.winnow.coordinator.database.Database;
import dev.winnow.coordinator.extraction.JobDesk;
import dev.winnow.coordinator.job.JobEvent;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/**
 * Cancels the jobs of runs that were cancelled. They are found by their name, so one that was being submitted meanwhile
 * is found too, whoever died over it. Thread-safe.
 */
@Singleton
class LeftJobs {
    // What was submitted on its way through a cancellation is there long before.
    private static final Duration LOOKED_FOR = Duration.ofDays(1);

    private static final String OPEN = """
            select e.tenant, j.id
            from evaluation e join evaluation_run r on r.evaluation_id = e.id
            join job j on j.tenant = e.tenant and j.idempotency_key = 'evaluation run ' || r.id
            where e.state = ? and e.ended_at > ? and r.state = ? and j.state = any(?)""";

    private final Database database;
    private final JobDesk jobs;
    private final Clock clock;

    LeftJobs(Database database, JobDesk jobs, Clock clock) {
        this.database = database;
        this.jobs = jobs;
        this.clock = clock;
    }

    /**
     * Cancels what is left over.
     *
     * @return how many jobs
     */
    int runOnce() {
        List<Left> open = database.inTransaction(sql -> sql.query(
                OPEN,
                row -> new Left(row.text("tenant"), row.uuid("id")),
                EvaluationEvent.CANCEL.to().stored(),
                clock.instant().minus(LOOKED_FOR),
                RunEvent.CANCEL.toStored(),
                JobEvent.CANCEL.fromStored()));
        open.forEach(job -> jobs.cancel(job.tenant(), job.id()));
        return open.size();
    }

    private record Left(String tenant, UUID id) {}
}
