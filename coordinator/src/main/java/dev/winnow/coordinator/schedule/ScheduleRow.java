package dev.winnow.coordinator.schedule;

import dev.winnow.coordinator.database.Row;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A schedule as it is stored.
 *
 * @param imported JSON, or null where {@code dataset} names one
 * @param training JSON
 * @param gate JSON, or null where nobody judges what comes out
 * @param nextAt when it fires next; null while it is paused, and when its cron is over
 */
record ScheduleRow(
        UUID id,
        String tenant,
        String name,
        String cronText,
        Cron cron,
        @Nullable String dataset,
        @Nullable String imported,
        int leastNewRows,
        String training,
        @Nullable String gate,
        Missed missed,
        boolean paused,
        @Nullable Instant nextAt,
        Instant createdAt) {
    static final String COLUMNS = """
            select s.id, s.tenant, s.name, s.cron_text, s.cron, s.zone, s.dataset, s.imported, s.least_new_rows,
                   s.training, s.gate, s.missed, s.paused, s.next_at, s.created_at
            from schedule s\s""";

    static ScheduleRow read(Row row) throws SQLException {
        return new ScheduleRow(
                row.uuid("id"),
                row.text("tenant"),
                row.text("name"),
                row.text("cron_text"),
                new Cron(row.text("cron"), ZoneId.of(row.text("zone"))),
                row.textOrNull("dataset"),
                row.textOrNull("imported"),
                row.number("least_new_rows"),
                row.text("training"),
                row.textOrNull("gate"),
                Missed.of(row.text("missed")),
                row.flag("paused"),
                row.timeOrNull("next_at"),
                row.time("created_at"));
    }
}
