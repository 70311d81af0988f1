package dev.winnow.coordinator.schedule;

import dev.winnow.coordinator.database.Row;
import dev.winnow.coordinator.events.Streamed;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * How a run is, as events tell it.
 *
 * @param id in its order among the runs of its schedule; not told
 */
record RunNow(long id, RunView run) implements Streamed {
    /** The states that something can still become of. */
    private static final List<String> OPEN = Arrays.stream(RunEvent.values())
            .flatMap(event -> Arrays.stream(event.fromStored()))
            .distinct()
            .toList();

    static RunNow read(Row row) throws SQLException {
        return new RunNow(row.bigNumber("id"), RunView.read(row));
    }

    /** The states that something can still become of, as the parameter of a statement: {@code state = any(?)}. */
    static String[] openStates() {
        return OPEN.toArray(String[]::new);
    }

    /** Whether something can still become of it. */
    boolean isOpen() {
        return OPEN.contains(run.state());
    }

    @Override
    public String eventId() {
        return run.plannedAt() + "-" + run.state();
    }

    /** Which run such an id tells of, by its planned time; empty if it is no such id. */
    static Optional<Instant> plannedAt(String eventId) {
        try {
            return Optional.of(Instant.parse(eventId.replaceFirst("-[a-z]+$", "")));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
