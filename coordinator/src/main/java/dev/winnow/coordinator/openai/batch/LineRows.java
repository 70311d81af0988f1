package dev.winnow.coordinator.openai.batch;

import dev.winnow.coordinator.database.Sql;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Writes down what becomes of each line of a batch, a page at a time. Not thread-safe. */
final class LineRows {
    private static final int PAGE = 1_000;

    private static final String INSERT = """
            insert into openai_batch_line (batch_id, line, custom_id, group_number, position, status, error)
            select ?, line, custom_id, group_number, position, status, error
            from unnest(?::integer[], ?::text[], ?::integer[], ?::integer[], ?::integer[], ?::text[])
                as l (line, custom_id, group_number, position, status, error)""";

    private final Sql sql;
    private final UUID batch;
    private final List<Integer> lines = new ArrayList<>();
    private final List<String> customIds = new ArrayList<>();
    private final List<@Nullable Integer> groups = new ArrayList<>();
    private final List<@Nullable Integer> positions = new ArrayList<>();
    private final List<@Nullable Integer> statuses = new ArrayList<>();
    private final List<@Nullable String> errors = new ArrayList<>();

    LineRows(Sql sql, UUID batch) {
        this.sql = sql;
        this.batch = batch;
    }

    void grouped(RequestLine line, int group, int position) throws SQLException {
        add(line, group, position, null, null);
    }

    void refused(RequestLine line, Refusal refusal) throws SQLException {
        add(line, null, null, refusal.status(), refusal.body());
    }

    private void add(
            RequestLine line,
            @Nullable Integer group,
            @Nullable Integer position,
            @Nullable Integer status,
            @Nullable String error)
            throws SQLException {
        lines.add(line.number());
        customIds.add(line.customId());
        groups.add(group);
        positions.add(position);
        statuses.add(status);
        errors.add(error);
        if (lines.size() == PAGE) {
            store();
        }
    }

    /** Stores what is left. */
    void finish() throws SQLException {
        if (!lines.isEmpty()) {
            store();
        }
    }

    private void store() throws SQLException {
        sql.update(
                INSERT,
                batch,
                lines.toArray(Integer[]::new),
                customIds.toArray(String[]::new),
                groups.toArray(Integer[]::new),
                positions.toArray(Integer[]::new),
                statuses.toArray(Integer[]::new),
                errors.toArray(String[]::new));
        for (List<?> column : List.of(lines, customIds, groups, positions, statuses, errors)) {
            column.clear();
        }
    }
}
