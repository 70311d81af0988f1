package dev.winnow.coordinator.extraction;

import dev.winnow.coordinator.database.CopyRows;
import dev.winnow.coordinator.database.Sql;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.OptionalInt;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.postgresql.copy.CopyIn;

/**
 * Writes items by binary COPY, the fastest way in: nothing is escaped here and nothing parsed there. Not thread-safe.
 *
 * <p>The format is described at the end of PostgreSQL's page on COPY.
 */
final class ItemCopy {
    private static final String STATEMENT =
            "copy item (job_id, position, external_id, instruction, input, twin_of) from stdin (format binary)";
    private static final int COLUMNS = 6;
    private static final byte[] NONE = {};

    private final Sql sql;
    private final UUID job;
    private CopyIn copy;
    private CopyRows rows;
    private int position;
    private int given;

    ItemCopy(Sql sql, UUID job) throws SQLException {
        this.sql = sql;
        this.job = job;
        this.copy = sql.copyIn(STATEMENT);
        this.rows = new CopyRows(copy);
    }

    /**
     * Adds an item.
     *
     * @param id its own, or null
     * @param twinOf the position of an earlier item that asks the same
     */
    void add(@Nullable String id, ItemText text, OptionalInt twinOf) throws SQLException {
        rows.begin(COLUMNS);
        rows.uuid(job);
        rows.integer(position++);
        if (id == null) {
            rows.nothing();
        } else {
            rows.bytes(id.getBytes(StandardCharsets.UTF_8));
            given++;
        }
        if (text.hasInstruction()) {
            rows.bytes(text.instruction());
        } else {
            rows.nothing();
        }
        // A twin's text is that of the first.
        rows.bytes(twinOf.isPresent() ? NONE : text.input());
        if (twinOf.isPresent()) {
            rows.integer(twinOf.getAsInt());
        } else {
            rows.nothing();
        }
    }

    /** Leaves a position out, for an item that is written by other means, and gives it. */
    int leaveOut(boolean hasId) {
        given += hasId ? 1 : 0;
        return position++;
    }

    /** Lets another statement run in between. */
    void interrupt(Interruption other) throws SQLException {
        end();
        other.run();
        copy = sql.copyIn(STATEMENT);
        rows = new CopyRows(copy);
    }

    /** Ends the copy and says how many items there are. */
    int finish() throws SQLException {
        end();
        return position;
    }

    private void end() throws SQLException {
        rows.end();
        copy.endCopy();
    }

    /** The position of the next item. */
    int position() {
        return position;
    }

    /** How many items so far had an id of their own. */
    int given() {
        return given;
    }

    /** Gives up; the connection can go on to roll back. */
    void cancel() throws SQLException {
        if (copy.isActive()) {
            copy.cancelCopy();
        }
    }

    /** What runs while no copy does. */
    @FunctionalInterface
    interface Interruption {
        /** Runs its statements. */
        void run() throws SQLException;
    }
}
