package dev.winnow.coordinator.webhook;

import dev.winnow.coordinator.database.Row;
import dev.winnow.coordinator.database.Sql;
import dev.winnow.coordinator.webhook.Listeners.Listener;
import dev.winnow.coordinator.webhook.WebhookMessage.RunData;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Writes down who is to be told what has come of a schedule's run, in the transaction that ends it. Thread-safe. */
@Singleton
public class ScheduleEnds {
    private static final String RUN = """
            select s.tenant, s.name, r.planned_at, r.state, r.dataset, r.new_rows, r.training_id, r.candidate,
                   r.champion, r.code, r.detail, r.ended_at
            from schedule_run r join schedule s on s.id = r.schedule_id where r.id = ? and r.ended_at is not null""";

    private final Listeners listeners;

    ScheduleEnds(Listeners listeners) {
        this.listeners = listeners;
    }

    /** Tells of a run that the transaction has just ended. */
    public void ended(Sql sql, long run) throws SQLException {
        Optional<Ended> found = sql.queryOne(RUN, Ended::read, run);
        if (found.isEmpty()) {
            return;
        }
        List<Listener> all = listeners.of(sql, found.get().tenant());
        if (!all.isEmpty()) {
            RunData data = found.get().data();
            listeners.tell(sql, all, WebhookEvent.SCHEDULE_RUN_ENDED, data.finishedAt(), data);
        }
    }

    private record Ended(String tenant, RunData data) {
        static Ended read(Row row) throws SQLException {
            String schedule = row.text("name");
            return new Ended(
                    row.text("tenant"),
                    new RunData(
                            schedule,
                            row.time("planned_at"),
                            row.text("state"),
                            row.textOrNull("dataset"),
                            row.numberOrNull("new_rows"),
                            row.uuidOrNull("training_id"),
                            row.textOrNull("candidate"),
                            row.textOrNull("champion"),
                            row.textOrNull("code"),
                            row.textOrNull("detail"),
                            row.time("ended_at"),
                            "/api/v1/schedules/" + schedule + "/history"));
        }
    }
}
