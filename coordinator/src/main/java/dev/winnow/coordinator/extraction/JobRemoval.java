package dev.winnow.coordinator.extraction;

import dev.winnow.coordinator.database.Database;
import dev.winnow.coordinator.problem.Problem;
import dev.winnow.coordinator.problem.ProblemException;
import dev.winnow.coordinator.retention.Retention;
import jakarta.inject.Singleton;
import java.util.UUID;

/** Deletes jobs for their users. Thread-safe. */
@Singleton
class JobRemoval {
    private final Database database;
    private final Jobs jobs;
    private final Retention retention;

    JobRemoval(Database database, Jobs jobs, Retention retention) {
        this.database = database;
        this.jobs = jobs;
        this.retention = retention;
    }

    /**
     * Gives a job up with all that it has: it is not found any more when this returns, and goes piece by piece.
     *
     * @throws ProblemException if it has not ended
     */
    void delete(String tenant, UUID id) {
        database.inTransaction(sql -> {
            jobs.require(sql, tenant, id);
            if (!retention.mark(sql, tenant, id)) {
                throw notOver(jobs.require(sql, tenant, id));
            }
            return id;
        });
    }

    private static ProblemException notOver(JobView job) {
        return Problem.of(
                        409, "job_not_over", "the job is %s; a job is deleted when it has ended".formatted(job.state()))
                .remedy("cancel it first, by POST " + job.links().cancel() + ", or wait until it is done")
                .exception();
    }
}
