package dev.winnow.coordinator.schedule;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import dev.winnow.coordinator.database.Row;
import dev.winnow.coordinator.request.RequestBodies;
import java.sql.SQLException;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A run as the API shows it.
 *
 * @param plannedAt the time that its cron told, or when somebody asked for it
 * @param kind planned, late or asked
 * @param state due, trained, skipped or failed; with a gate training, evaluating, promoted, waiting or kept
 * @param dataset what was looked at
 * @param newRows of it that the last training did not have
 * @param training what it began; its own state says how that goes
 * @param candidate the adapter that came out, where a gate judges it
 * @param champion what it is held against; left out for the model alone
 * @param evaluation of both
 * @param judgement the report, as {@code POST /api/v1/evaluations/{id}/judgement} gives it
 * @param code why there is no training, or no judgement
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
        @Nullable String candidate,
        @Nullable String champion,
        @Nullable UUID evaluation,
        @Nullable JsonNode judgement,
        @Nullable String code,
        @Nullable String detail,
        @Nullable String remedy) {
    static final String COLUMNS = """
            planned_at, fired_at, kind, state, ended_at, dataset, new_rows, training_id, candidate, champion,
            evaluation_id, judgement, code, detail, remedy""";

    static final String NEWEST =
            "select " + COLUMNS + " from schedule_run where schedule_id = ? order by planned_at desc limit ?";

    static RunView read(Row row) throws SQLException {
        String judgement = row.textOrNull("judgement");
        return new RunView(
                row.time("planned_at"),
                row.time("fired_at"),
                row.text("kind"),
                row.text("state"),
                row.timeOrNull("ended_at"),
                row.textOrNull("dataset"),
                row.numberOrNull("new_rows"),
                row.uuidOrNull("training_id"),
                row.textOrNull("candidate"),
                row.textOrNull("champion"),
                row.uuidOrNull("evaluation_id"),
                judgement == null ? null : RequestBodies.stored(judgement).object(),
                row.textOrNull("code"),
                row.textOrNull("detail"),
                row.textOrNull("remedy"));
    }
}
