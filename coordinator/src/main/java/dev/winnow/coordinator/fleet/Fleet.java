package dev.winnow.coordinator.fleet;

import dev.winnow.common.control.Heartbeat;
import dev.winnow.common.control.WorkerMemory;
import dev.winnow.common.control.WorkerRegistration;
import dev.winnow.common.work.Pool;
import dev.winnow.coordinator.database.Database;
import dev.winnow.coordinator.database.Row;
import dev.winnow.coordinator.database.Turn;
import dev.winnow.coordinator.dispatch.DispatchConfig;
import dev.winnow.coordinator.problem.Problem;
import dev.winnow.coordinator.problem.ProblemException;
import jakarta.inject.Singleton;
import jakarta.transaction.Transactional;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Keeps the rows of workers. Thread-safe. */
@Singleton
public class Fleet {
    // A short rate at the end of a job says little about a worker, a lasting one does: what was shown is forgotten
    // slowly. A worker without work shows nothing.
    private static final String SEEN = """
            update worker w
            set last_seen = said.at, tokens_per_second = said.speed,
                resident_bytes = said.resident, budget_bytes = said.budget,
                state = case when said.drains or wanted.drained then ? else ? end,
                shown_tokens_per_second = case when said.speed <= 0 then shown_tokens_per_second
                                               else greatest(said.speed, shown_tokens_per_second * 0.99) end
            from (values (?::uuid, ?::timestamptz, ?::float8, ?::boolean, ?::bigint, ?::bigint))
                 said (incarnation, at, speed, drains, resident, budget)
            cross join lateral (
                select exists (select from worker named join drained_worker d using (name)
                               where named.incarnation = said.incarnation) as drained) wanted
            where w.incarnation = said.incarnation and w.state <> ?
            returning wanted.drained""";

    private static final String ALL = """
            select w.name, w.process_id, w.model, w.quantization, w.state, w.slots, w.context_tokens,
                   w.tokens_per_second, w.resident_bytes, w.budget_bytes, w.last_seen,
                   (select count(*) from shard s where s.worker = w.incarnation and s.state = 'begun') as shards
            from worker w where w.state <> ? order by w.name""";

    private static final String KNOWN = "select 1 as known from worker where incarnation = ? and state <> ?";

    private final Database database;
    private final Clock clock;
    private final DispatchConfig config;

    Fleet(Database database, Clock clock, DispatchConfig config) {
        this.database = database;
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
        Turn.REGISTER.awaitAmongEntities(registration.name());
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
            Worker made = new Worker(registration, clock.instant());
            made.shownTokensPerSecond = shownBefore(registration);
            made.persist();
        } else {
            known.update(registration, clock.instant());
        }
        if (Draining.wanted(registration.name())) {
            Worker.update(
                    "state = ?1 where incarnation = ?2", WorkerState.DRAINING.stored(), registration.incarnation());
        }
        return older.stream().map(worker -> worker.incarnation).toList();
    }

    // The same machine under the same name, most likely; heartbeats correct it.
    private static double shownBefore(WorkerRegistration registration) {
        return Worker.<Worker>find(
                        "name = ?1 and model = ?2 and quantization = ?3 and slots = ?4 order by registeredAt desc",
                        registration.name(),
                        registration.pool().model(),
                        registration.pool().quantization(),
                        registration.slots())
                .page(0, 1)
                .firstResultOptional()
                .map(worker -> worker.shownTokensPerSecond)
                .orElse(0.0);
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
    Standing seen(UUID incarnation, Heartbeat heartbeat) {
        WorkerMemory memory = heartbeat.memory();
        return database.inTransaction(sql -> sql.queryOne(
                        SEEN,
                        row -> new Standing(true, row.flag("drained")),
                        WorkerState.DRAINING.stored(),
                        WorkerState.LIVE.stored(),
                        incarnation,
                        clock.instant(),
                        heartbeat.tokensPerSecond(),
                        heartbeat.draining(),
                        memory == null ? null : memory.residentBytes(),
                        memory == null ? null : memory.budgetBytes(),
                        WorkerState.GONE.stored()))
                .orElse(Standing.UNKNOWN);
    }

    /** Whether a worker may claim. */
    public boolean known(UUID incarnation) {
        return database.inTransaction(
                        sql -> sql.queryOne(KNOWN, row -> row.number("known"), incarnation, WorkerState.GONE.stored()))
                .isPresent();
    }

    /** Notes that a worker has signed off. */
    @Transactional
    public void gone(UUID incarnation) {
        Worker.update("state = ?1, signedOff = true where incarnation = ?2", WorkerState.GONE.stored(), incarnation);
    }

    /** Those that are not gone, by name. */
    public List<WorkerView> all() {
        return database.inTransaction(sql -> sql.query(ALL, this::view, WorkerState.GONE.stored()));
    }

    /** What the live workers of a pool can do together, as far as they have shown it. */
    @Transactional
    public PoolSpeed speed(Pool pool) {
        List<Worker> live = Worker.list(
                "model = ?1 and quantization = ?2 and state = ?3 and lastSeen > ?4",
                pool.model(),
                pool.quantization(),
                WorkerState.LIVE.stored(),
                clock.instant().minus(config.lease()));
        int slots = live.stream().mapToInt(worker -> worker.slots).sum();
        List<Worker> measured =
                live.stream().filter(worker -> worker.shownTokensPerSecond > 0).toList();
        double shown = measured.stream()
                .mapToDouble(worker -> worker.shownTokensPerSecond)
                .sum();
        int shownSlots = measured.stream().mapToInt(worker -> worker.slots).sum();
        return new PoolSpeed(live.size(), slots, measured.size(), shownSlots == 0 ? 0 : shown * slots / shownSlots);
    }

    private WorkerView view(Row row) throws SQLException {
        Instant lastSeen = row.time("last_seen");
        boolean silent = lastSeen.isBefore(clock.instant().minus(config.lease()));
        return new WorkerView(
                row.text("name"),
                row.bigNumber("process_id"),
                row.text("model"),
                row.text("quantization"),
                silent ? "silent" : row.text("state"),
                row.number("slots"),
                row.number("context_tokens"),
                row.real("tokens_per_second"),
                row.number("shards"),
                row.bigNumberOrNull("resident_bytes"),
                row.bigNumberOrNull("budget_bytes"),
                lastSeen);
    }
}
