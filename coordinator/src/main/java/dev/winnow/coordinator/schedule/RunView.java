package dev.winnow.coordinator.schedule;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.winnow.coordinator.database.Row;
import java.sql.SQLException;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A run as the API shows it.
 *
 * @param plannedAt the time that its cron told, or when somebody asked for it
 * @param kind planned, late or asked
 * @param state due, trained, skipped or failed
 * @param dataset what was looked at
 * @param newRows of it that the last training did not have
 * @param training what it began; its own state says how that goes
 * @param code why there is no training
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record RunView(
        Instant plannedAt,
        Instant firedAt,
        String kind,
        String state,
        @Nullable Instant endedAt,
        @Nullable String dataset,
        @Nullable Integer newRows,
        @Nullable UUID training,
        @Nullable String code,
        @Nullable String detail,
        @Nullable String remedy) {
    static final String NEWEST = """
            select planned_at, fired_at, kind, state, ended_at, dataset, new_rows, training_id, code, detail, remedy
            from schedule_run where schedule_id = ? order by planned_at desc limit ?""";

    static RunView read(Row row) throws SQLException {
        String training = row.textOrNull("training_id");
        return new RunView(
                row.time("planned_at"),
                row.time("fired_at"),
                row.text("kind"),
                row.text("state"),
                row.timeOrNull("ended_at"),
                row.textOrNull("dataset"),
                row.numberOrNull("new_rows"),
                training == null ? null : UUID.fromString(training),
                row.textOrNull("code"),
                row.textOrNull("detail"),
                row.textOrNull("remedy"));
    }
}
