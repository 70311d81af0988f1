package dev.winnow.coordinator.fleet;

import dev.winnow.common.control.Heartbeat;
import dev.winnow.common.control.WorkerRegistration;
import dev.winnow.coordinator.database.TurnTaking;
import dev.winnow.coordinator.dispatch.DispatchConfig;
import dev.winnow.coordinator.problem.Problem;
import dev.winnow.coordinator.problem.ProblemException;
import jakarta.inject.Singleton;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.List;
import java.util.UUID;

/** Keeps the rows of workers. Thread-safe. */
@Singleton
public class Fleet {
    private final Clock clock;
    private final DispatchConfig config;

    Fleet(Clock clock, DispatchConfig config) {
        this.clock = clock;
        this.config = config;
    }

    /**
     * Notes a worker, and ends the older lives of the same name.
     *
     * @return the incarnations that ended by it
     * @throws ProblemException if the worker was itself ended by another process that has its name and lives: the two
     *     would end each other for ever
     */
    @Transactional
    public List<UUID> register(WorkerRegistration registration) {
        TurnTaking.await("worker " + registration.name());
        Worker known = Worker.findById(registration.incarnation());
        if (known != null) {
            refuseSucceeded(known, registration.name());
        }
        List<Worker> older = Worker.list(
                "name = ?1 and state <> ?2 and incarnation <> ?3",
                registration.name(),
                WorkerState.GONE.stored(),
                registration.incarnation());
        older.forEach(worker -> worker.state = WorkerState.GONE.stored());
        // One live row for each name: the old ones must be gone before the new one comes.
        Worker.flush();
        if (known == null) {
            new Worker(registration, clock.instant()).persist();
        } else {
            known.update(registration, clock.instant());
        }
        if (Draining.wanted(registration.name())) {
            Worker.update(
                    "state = ?1 where incarnation = ?2", WorkerState.DRAINING.stored(), registration.incarnation());
        }
        return older.stream().map(worker -> worker.incarnation).toList();
    }

    private void refuseSucceeded(Worker ended, String name) {
        if (!ended.state.equals(WorkerState.GONE.stored())) {
            return;
        }
        // A successor that is silent does not count: then the one that speaks may take its place again.
        long successors = Worker.count(
                "name = ?1 and state <> ?2 and registeredAt >= ?3 and lastSeen >= ?4",
                name,
                WorkerState.GONE.stored(),
                ended.registeredAt,
                clock.instant().minus(config.lease()));
        if (successors > 0) {
            throw Problem.of(409, "worker_name_taken", "another live worker has the name '" + name + "'")
                    .at("/name")
                    .remedy("give each worker its own name: WINNOW_WORKER_NAME")
                    .exception();
        }
    }

    /**
     * Notes that a worker is alive.
     *
     * @return whether it is known, which one that is gone is not, and what is wanted of it
     */
    @Transactional
    Standing seen(UUID incarnation, Heartbeat heartbeat) {
        boolean drained =
                DrainedWorker.count("name = (select w.name from Worker w where w.incarnation = ?1)", incarnation) > 0;
        boolean known = Worker.update(
                        "lastSeen = ?1, tokensPerSecond = ?2, state = ?3 where incarnation = ?4 and state <> ?5",
                        clock.instant(),
                        heartbeat.tokensPerSecond(),
                        (drained || heartbeat.draining() ? WorkerState.DRAINING : WorkerState.LIVE).stored(),
                        incarnation,
                        WorkerState.GONE.stored())
                == 1;
        return new Standing(known, drained);
    }

    /** Whether a worker may claim. */
    @Transactional
    public boolean known(UUID incarnation) {
        return Worker.count("incarnation = ?1 and state <> ?2", incarnation, WorkerState.GONE.stored()) == 1;
    }

    /** Notes that a worker has signed off. */
    @Transactional
    public void gone(UUID incarnation) {
        Worker.update("state = ?1, signedOff = true where incarnation = ?2", WorkerState.GONE.stored(), incarnation);
    }

    /** Those that are not gone, by name. */
    @Transactional
    public List<WorkerView> all() {
        return Worker.<Worker>list("state <> ?1 order by name", WorkerState.GONE.stored()).stream()
                .map(this::view)
                .toList();
    }

    private WorkerView view(Worker worker) {
        boolean silent = worker.lastSeen.isBefore(clock.instant().minus(config.lease()));
        return new WorkerView(
                worker.name,
                worker.processId,
                worker.model,
                worker.quantization,
                silent ? "silent" : worker.state,
                worker.slots,
                worker.contextTokens,
                worker.tokensPerSecond,
                worker.lastSeen);
    }
}
