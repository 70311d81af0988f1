package dev.winnow.coordinator.schedule;

import dev.winnow.common.racepoint.RacePoints;
import dev.winnow.coordinator.database.Database;
import dev.winnow.coordinator.database.Sql;
import dev.winnow.coordinator.racepoint.RacePoint;
import dev.winnow.coordinator.webhook.ScheduleEnds;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Turns what is due into a run, and moves its schedule on to the next time, in one transaction. Whoever is woken, and
 * how often: a time of a schedule makes one run. Thread-safe.
 */
@Singleton
class Firing {
    private static final Logger LOG = Logger.getLogger(Firing.class);

    /** Quartz wakes up to two milliseconds early. Crons count in seconds. */
    private static final Duration EARLY = Duration.ofMillis(500);

    private static final String HOLD = ScheduleRow.COLUMNS + "where s.id = ? for update";

    private static final String OVERDUE = "select id from schedule where next_at < ? order by next_at limit 100";

    private static final String FIRE = """
            insert into schedule_run (schedule_id, planned_at, fired_at, due_at, kind, state, ended_at, code, detail)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?)
            on conflict (schedule_id, planned_at) do nothing returning id""";

    private static final String MOVE_ON = "update schedule set next_at = ? where id = ?";

    private static final String FORGET = """
            delete from schedule_run
            where schedule_id = ? and ended_at is not null and state <> 'waiting' and planned_at < (
                select planned_at from schedule_run where schedule_id = ? order by planned_at desc limit 1 offset ?)""";

    private final Database database;
    private final ScheduleConfig config;
    private final ScheduleEnds hooks;
    private final Clock clock;
    private final RacePoints<RacePoint> points;

    Firing(Database database, ScheduleConfig config, ScheduleEnds hooks, Clock clock, RacePoints<RacePoint> points) {
        this.database = database;
        this.config = config;
        this.hooks = hooks;
        this.clock = clock;
        this.points = points;
    }

    /** Fires a schedule if it is due. */
    Rung ring(UUID id) {
        return database.inTransaction(sql -> {
            Optional<ScheduleRow> found = sql.queryOne(HOLD, ScheduleRow::read, id);
            return found.isEmpty() ? Rung.GONE : ring(sql, found.get());
        });
    }

    private Rung ring(Sql sql, ScheduleRow schedule) throws SQLException {
        Instant now = clock.instant();
        Instant planned = schedule.nextAt();
        if (planned == null || planned.isAfter(now.plus(EARLY))) {
            return Rung.NOT_DUE;
        }
        boolean late = Duration.between(planned, now).compareTo(config.lateAfter()) > 0;
        boolean missed = late && schedule.missed() == Missed.SKIP;
        Optional<Long> run = insert(sql, schedule, planned, late ? "late" : "planned", missed);
        if (missed && run.isPresent()) {
            hooks.ended(sql, run.get());
        }
        // What else was missed is in this one.
        Instant next = schedule.cron().next(now.isAfter(planned) ? now : planned);
        sql.update(MOVE_ON, next, schedule.id());
        sql.update(FORGET, schedule.id(), schedule.id(), config.history());
        points.reached(RacePoint.SCHEDULE_FIRED);
        LOG.infof("schedule %s fires for %s, and next at %s", schedule.name(), planned, next);
        return Rung.FIRED;
    }

    /** Makes a run that somebody has asked for; the schedule's own times stay. */
    void ask(Sql sql, ScheduleRow schedule) throws SQLException {
        Optional<Long> unused = insert(sql, schedule, clock.instant(), "asked", false);
    }

    private Optional<Long> insert(Sql sql, ScheduleRow schedule, Instant planned, String kind, boolean missed)
            throws SQLException {
        Instant now = clock.instant();
        return sql.queryOne(
                FIRE,
                row -> row.bigNumber("id"),
                schedule.id(),
                planned,
                now,
                now,
                kind,
                (missed ? RunState.SKIPPED : RunState.DUE).stored(),
                missed ? now : null,
                missed ? "missed" : null,
                missed ? "no coordinator ran at that time" : null);
    }

    /** What is due, and nobody was woken for. */
    List<UUID> unheard() {
        Instant before = clock.instant().minus(config.unheardAfter());
        return database.inTransaction(sql -> sql.query(OVERDUE, row -> row.uuid("id"), before));
    }

    /** What came of it. */
    enum Rung {
        /** There is a run now. */
        FIRED,
        /** Its time has not come, or another coordinator was there before. */
        NOT_DUE,
        /** It was deleted. */
        GONE
    }
}
