package dev.winnow.coordinator.schedule;

import dev.winnow.coordinator.database.Database;
import dev.winnow.coordinator.database.Row;
import dev.winnow.coordinator.database.Sql;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads runs for those who follow them, in the order in which they were made. Thread-safe. */
@Singleton
class RunLooks {
    private static final String COLUMNS =
            "select id, " + RunView.COLUMNS + " from schedule_run where schedule_id = ? and ";

    private static final String NOW = COLUMNS + """
            (state = any(?) or id = (select max(id) from schedule_run where schedule_id = ?)) order by id desc limit ?""";

    private static final String AFTER =
            COLUMNS + "(state = any(?) or id >= ? or ended_at >= ?) order by id desc limit ?";

    private static final String SINCE = COLUMNS + "(state = any(?) or id > ? or id = any(?::bigint[])) order by id";

    private static final String NAMED = COLUMNS + "planned_at = ?";

    private static final String THERE = "select id from schedule where id = ?";

    private final Database database;

    RunLooks(Database database) {
        this.database = database;
    }

    /**
     * What is told first: the newest run, and all that are not over. Who names the last event that it saw is told what
     * it has missed, too: later runs, and older ones that have ended since that run was made.
     *
     * @param most the newest of these
     */
    List<RunNow> first(UUID schedule, @Nullable String lastEventId, int most) {
        return database.inTransaction(sql -> {
            Optional<RunNow> seen = lastEventId == null ? Optional.empty() : named(sql, schedule, lastEventId);
            List<RunNow> runs = seen.isEmpty()
                    ? sql.query(NOW, RunNow::read, schedule, RunNow.openStates(), schedule, most)
                    : after(sql, schedule, seen.get(), String.valueOf(lastEventId), most);
            return runs.stream().sorted(Comparator.comparingLong(RunNow::id)).toList();
        });
    }

    private static Optional<RunNow> named(Sql sql, UUID schedule, String eventId) throws SQLException {
        Optional<Instant> plannedAt = RunNow.plannedAt(eventId);
        return plannedAt.isEmpty() ? Optional.empty() : sql.queryOne(NAMED, RunNow::read, schedule, plannedAt.get());
    }

    private static List<RunNow> after(Sql sql, UUID schedule, RunNow seen, String eventId, int most)
            throws SQLException {
        Instant made = seen.run().firedAt();
        return sql.query(AFTER, RunNow::read, schedule, RunNow.openStates(), seen.id(), made, most).stream()
                // Its end was told. Of one that goes on more than the state may be new.
                .filter(run -> run.isOpen() || !run.eventId().equals(eventId))
                .toList();
    }

    /**
     * Runs that are not over, those after one of them, and some others.
     *
     * @return empty if the schedule is gone
     */
    Optional<List<RunNow>> since(UUID schedule, long last, Collection<Long> others) {
        String[] ids = others.stream().map(String::valueOf).toArray(String[]::new);
        return database.inTransaction(sql ->
                sql.queryOne(THERE, (Row row) -> row.uuid("id"), schedule).isEmpty()
                        ? Optional.<List<RunNow>>empty()
                        : Optional.of(sql.query(SINCE, RunNow::read, schedule, RunNow.openStates(), last, ids)));
    }
}
