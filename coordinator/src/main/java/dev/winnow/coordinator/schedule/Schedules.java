package dev.winnow.coordinator.schedule;

import dev.winnow.coordinator.database.Database;
import dev.winnow.coordinator.database.Sql;
import dev.winnow.coordinator.dataset.SourcedImports;
import dev.winnow.coordinator.problem.Problem;
import dev.winnow.coordinator.problem.ProblemException;
import dev.winnow.coordinator.request.Fields;
import dev.winnow.coordinator.request.RequestBodies;
import dev.winnow.coordinator.training.TrainingOrders;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What users do to schedules. Thread-safe. */
@Singleton
class Schedules {
    private static final int SHOWN_RUNS = 100;
    private static final int NEXT_RUNS = 5;

    private static final String ALL = ScheduleRow.COLUMNS + "where s.tenant = ? order by s.name";

    private static final String ONE = ScheduleRow.COLUMNS + "where s.tenant = ? and s.name = ?";

    private static final String HOLD = ONE + " for update";

    private static final String COUNT = "select count(*) as schedules from schedule where tenant = ?";

    private static final String INSERT = """
            insert into schedule (id, tenant, name, cron_text, cron, zone, dataset, imported, least_new_rows, training,
                                  gate, missed, paused, next_at, created_at)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, false, ?, ?)
            on conflict (tenant, name) do nothing""";

    private static final String MOVE = "update schedule set paused = ?, next_at = ? where id = ?";

    private final Database database;
    private final Firing firing;
    private final WaitingRuns waiting;
    private final AlarmClock alarms;
    private final SourcedImports imports;
    private final TrainingOrders trainings;
    private final Gates gates;
    private final ScheduleConfig config;
    private final Clock clock;

    Schedules(
            Database database,
            Firing firing,
            WaitingRuns waiting,
            AlarmClock alarms,
            SourcedImports imports,
            TrainingOrders trainings,
            Gates gates,
            ScheduleConfig config,
            Clock clock) {
        this.database = database;
        this.firing = firing;
        this.waiting = waiting;
        this.alarms = alarms;
        this.imports = imports;
        this.trainings = trainings;
        this.gates = gates;
        this.config = config;
        this.clock = clock;
    }

    /** Stores one; it fires from now on. */
    ScheduleView create(String tenant, Fields body) {
        Instant now = clock.instant();
        ScheduleRequest request = ScheduleRequest.read(body, tenant, now, config, imports, trainings, gates);
        UUID id = UUID.randomUUID();
        ScheduleView stored = database.inTransaction(sql -> {
            requireRoom(sql, tenant);
            int inserted = sql.update(
                    INSERT,
                    id,
                    tenant,
                    request.name(),
                    body.text("cron"),
                    request.cron().quartz(),
                    request.cron().zone().getId(),
                    request.dataset(),
                    request.imported() == null ? null : request.imported().toString(),
                    request.leastNewRows(),
                    request.training().toString(),
                    request.gate() == null ? null : request.gate().stored().toString(),
                    request.missed().stored(),
                    request.cron().next(now),
                    now);
            if (inserted == 0) {
                throw Problem.of(409, "schedule_exists", "there is a schedule '%s'".formatted(request.name()))
                        .at("/name")
                        .remedy("choose another name, or delete that one first")
                        .exception();
            }
            return view(sql, require(sql, ONE, tenant, request.name()));
        });
        alarms.set(id, request.cron());
        return stored;
    }

    private void requireRoom(Sql sql, String tenant) throws SQLException {
        long stored =
                sql.queryOne(COUNT, row -> row.bigNumber("schedules"), tenant).orElseThrow();
        if (stored >= config.perTenant()) {
            throw Problem.of(409, "too_many_schedules", "%d schedules are stored".formatted(stored))
                    .limit(config.perTenant())
                    .remedy("delete one; the operator can raise winnow.schedules.per-tenant")
                    .exception();
        }
    }

    /** A tenant's, by name. */
    List<ScheduleView> all(String tenant) {
        return database.inTransaction(sql -> {
            List<ScheduleView> views = new ArrayList<>();
            for (ScheduleRow schedule : sql.query(ALL, ScheduleRow::read, tenant)) {
                views.add(view(sql, schedule));
            }
            return views;
        });
    }

    /**
     * One of them.
     *
     * @throws ProblemException 404 if the tenant has no such one
     */
    ScheduleView find(String tenant, String name) {
        return database.inTransaction(sql -> view(sql, require(sql, ONE, tenant, name)));
    }

    /** Its newest runs. */
    List<RunView> history(String tenant, String name) {
        return database.inTransaction(sql -> sql.query(
                RunView.NEWEST, RunView::read, require(sql, ONE, tenant, name).id(), SHOWN_RUNS));
    }

    /** Fires no more until it is resumed; what has fired goes on. */
    ScheduleView pause(String tenant, String name) {
        ScheduleRow paused = move(tenant, name, true);
        alarms.remove(paused.id());
        return find(tenant, name);
    }

    /** Fires again; what it would have fired meanwhile is not made up for. */
    ScheduleView resume(String tenant, String name) {
        ScheduleRow resumed = move(tenant, name, false);
        alarms.set(resumed.id(), resumed.cron());
        return find(tenant, name);
    }

    private ScheduleRow move(String tenant, String name, boolean paused) {
        return database.inTransaction(sql -> {
            ScheduleRow schedule = require(sql, HOLD, tenant, name);
            if (schedule.paused() != paused) {
                sql.update(MOVE, paused, paused ? null : schedule.cron().next(clock.instant()), schedule.id());
            }
            return schedule;
        });
    }

    /** Makes a run of it now, paused or not. */
    ScheduleView run(String tenant, String name) {
        return database.inTransaction(sql -> {
            ScheduleRow schedule = require(sql, HOLD, tenant, name);
            firing.ask(sql, schedule);
            return view(sql, schedule);
        });
    }

    /**
     * Lets the champion stay where a candidate waits for a person.
     *
     * @param candidate null for the only one that waits
     * @throws ProblemException if it does not wait
     */
    ScheduleView keep(String tenant, String name, @Nullable String candidate) {
        return database.inTransaction(sql -> {
            ScheduleRow schedule = require(sql, ONE, tenant, name);
            waiting.keep(sql, schedule, candidate);
            return view(sql, schedule);
        });
    }

    /** Deletes it with its history; trainings that it has begun stay. */
    void delete(String tenant, String name) {
        UUID id = database.inTransaction(sql -> {
            ScheduleRow schedule = require(sql, HOLD, tenant, name);
            sql.update("delete from schedule where id = ?", schedule.id());
            return schedule.id();
        });
        alarms.remove(id);
    }

    /** Looks after what nobody was woken for. */
    void ringUnheard() {
        for (UUID schedule : firing.unheard()) {
            if (firing.ring(schedule) == Firing.Rung.FIRED) {
                database.inTransaction(sql ->
                                sql.queryOne(ScheduleRow.COLUMNS + "where s.id = ?", ScheduleRow::read, schedule))
                        .ifPresent(late -> alarms.set(late.id(), late.cron()));
            }
        }
    }

    private static ScheduleRow require(Sql sql, String query, String tenant, String name) throws SQLException {
        return sql.queryOne(query, ScheduleRow::read, tenant, name)
                .orElseThrow(() -> Problem.of(404, "unknown_schedule", "there is no schedule '%s'".formatted(name))
                        .remedy("GET /api/v1/schedules, or 'winnow schedules list', lists those there are")
                        .exception());
    }

    private ScheduleView view(Sql sql, ScheduleRow schedule) throws SQLException {
        Instant next = schedule.nextAt();
        ZoneId zone = schedule.cron().zone();
        List<String> nextRuns = new ArrayList<>();
        for (Instant at = next;
                at != null && nextRuns.size() < NEXT_RUNS;
                at = schedule.cron().next(at)) {
            nextRuns.add(at.atZone(zone).toOffsetDateTime().toString());
        }
        @Nullable
        RunView last =
                sql.queryOne(RunView.NEWEST, RunView::read, schedule.id(), 1).orElse(null);
        return new ScheduleView(
                schedule.id(),
                schedule.name(),
                schedule.paused() ? "paused" : next == null ? "over" : "active",
                schedule.cronText(),
                zone.getId(),
                schedule.dataset(),
                schedule.imported() == null
                        ? null
                        : RequestBodies.stored(schedule.imported()).object(),
                schedule.leastNewRows(),
                RequestBodies.stored(schedule.training()).object(),
                schedule.gate() == null
                        ? null
                        : RequestBodies.stored(schedule.gate()).object(),
                schedule.missed().stored(),
                nextRuns,
                last,
                waiting.candidates(sql, schedule.id()),
                schedule.createdAt());
    }
}
