package dev.winnow.coordinator.extraction;

import dev.winnow.coordinator.database.Sql;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.OptionalInt;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.postgresql.copy.CopyIn;

/** Writes items by COPY, the fastest way in (30 ms for 10,000 small rows, measured; batches of INSERT take 50). */
final class ItemCopy {
    private static final String STATEMENT =
            "copy item (job_id, position, external_id, instruction, input, twin_of) from stdin (format text)";
    private static final int FLUSH_CHARACTERS = 1 << 16;

    private final Sql sql;
    private CopyIn copy;
    private final UUID job;
    private final StringBuilder rows = new StringBuilder();
    private int position;
    private int given;

    ItemCopy(Sql sql, UUID job) throws SQLException {
        this.sql = sql;
        this.copy = sql.copyIn(STATEMENT);
        this.job = job;
    }

    /**
     * Adds an item.
     *
     * @param twinOf the position of an earlier item that asks the same
     */
    void add(SubmittedItem item, OptionalInt twinOf) throws SQLException {
        rows.append(job).append('\t').append(position++).append('\t');
        escape(item.id());
        given += item.id() == null ? 0 : 1;
        rows.append('\t');
        escape(item.instruction());
        rows.append('\t');
        // A twin's text is that of the first.
        escape(twinOf.isPresent() ? "" : item.input());
        rows.append('\t')
                .append(twinOf.isPresent() ? Integer.toString(twinOf.getAsInt()) : "\\N")
                .append('\n');
        if (rows.length() >= FLUSH_CHARACTERS) {
            flush();
        }
    }

    /** Leaves a position out, for an item that is written by other means, and gives it. */
    int leaveOut(boolean hasId) {
        given += hasId ? 1 : 0;
        return position++;
    }

    /** Lets another statement run in between. */
    void interrupt(Interruption other) throws SQLException {
        flush();
        copy.endCopy();
        other.run();
        copy = sql.copyIn(STATEMENT);
    }

    /** Ends the copy and says how many items there are. */
    int finish() throws SQLException {
        flush();
        copy.endCopy();
        return position;
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

    private void flush() throws SQLException {
        byte[] bytes = rows.toString().getBytes(StandardCharsets.UTF_8);
        copy.writeToCopy(bytes, 0, bytes.length);
        rows.setLength(0);
    }

    private void escape(@Nullable String text) {
        if (text == null) {
            rows.append("\\N");
            return;
        }
        int plain = 0;
        for (int i = 0; i < text.length(); i++) {
            String escaped = escaped(text.charAt(i));
            if (escaped != null) {
                rows.append(text, plain, i).append(escaped);
                plain = i + 1;
            }
        }
        if (plain == 0) {
            rows.append(text);
        } else {
            rows.append(text, plain, text.length());
        }
    }

    private static @Nullable String escaped(char c) {
        return switch (c) {
            case '\\' -> "\\\\";
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            case '\t' -> "\\t";
            default -> null;
        };
    }
}
