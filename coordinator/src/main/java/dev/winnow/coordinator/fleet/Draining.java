package dev.winnow.coordinator.fleet;

import dev.winnow.coordinator.problem.Problem;
import jakarta.inject.Singleton;
import jakarta.transaction.Transactional;
import java.time.Clock;

/** What operators ask of workers by name: to take no more work, or to take it again. Thread-safe. */
@Singleton
public class Draining {
    private final Clock clock;

    Draining(Clock clock) {
        this.clock = clock;
    }

    /**
     * Wants a worker to take no more; the worker hears it with its next heartbeat, and so does a later life of it.
     * Doing it again changes nothing.
     *
     * @throws dev.winnow.coordinator.problem.ProblemException if no worker has that name
     */
    @Transactional
    public void drain(String name) {
        if (Worker.count("name = ?1 and state <> ?2", name, WorkerState.GONE.stored()) == 0) {
            throw unknown(name);
        }
        // Two operators at once are one.
        DrainedWorker.getEntityManager()
                .createNativeQuery(
                        "insert into drained_worker (name, since) values (?1, ?2) on conflict (name) do nothing")
                .setParameter(1, name)
                .setParameter(2, clock.instant())
                .executeUpdate();
        Worker.update(
                "state = ?1 where name = ?2 and state = ?3",
                WorkerState.DRAINING.stored(),
                name,
                WorkerState.LIVE.stored());
    }

    /**
     * Lets a worker take work again; it is live once it says so.
     *
     * @throws dev.winnow.coordinator.problem.ProblemException if no worker has that name and none was drained under it
     */
    @Transactional
    public void undrain(String name) {
        boolean wasDrained = DrainedWorker.deleteById(name);
        if (!wasDrained && Worker.count("name = ?1 and state <> ?2", name, WorkerState.GONE.stored()) == 0) {
            throw unknown(name);
        }
    }

    /** Whether the name's worker is to take no more. */
    static boolean wanted(String name) {
        return DrainedWorker.findById(name) != null;
    }

    private static RuntimeException unknown(String name) {
        return Problem.of(404, "unknown_worker", "no worker has the name '" + name + "'")
                .remedy("GET /api/v1/workers, or 'winnow workers', lists the names")
                .exception();
    }
}
