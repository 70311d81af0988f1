package dev.winnow.coordinator.webhook;

import dev.winnow.coordinator.database.Row;
import dev.winnow.coordinator.database.Sql;
import dev.winnow.coordinator.job.JobState;
import dev.winnow.coordinator.webhook.Listeners.Listener;
import dev.winnow.coordinator.webhook.WebhookMessage.JobData;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Writes down who is to be told that a job has ended. In the transaction that ends it, so that whatever dies
 * afterwards, it is told; a tenant without webhooks costs one look into an index.
 */
@Singleton
public class JobEnds {
    private static final String JOB = """
            select id, name, state, epoch, item_count, succeeded, failed, created_at, finished_at
            from job where id = ?""";

    private final Listeners listeners;

    JobEnds(Listeners listeners) {
        this.listeners = listeners;
    }

    /** Tells of a job that the transaction has just moved into a state that it ends in. Locks no job and no shard. */
    public void ended(Sql sql, String tenant, UUID job) throws SQLException {
        List<Listener> all = listeners.of(sql, tenant);
        if (all.isEmpty()) {
            return;
        }
        JobData data = sql.queryOne(JOB, JobEnds::read, job).orElseThrow();
        for (WebhookEvent event : events(data)) {
            listeners.tell(sql, all, event, data.finishedAt(), data);
        }
    }

    private static List<WebhookEvent> events(JobData job) {
        List<WebhookEvent> events = new ArrayList<>();
        if (job.state().equals(JobState.CANCELLED.stored())) {
            events.add(WebhookEvent.JOB_CANCELLED);
        } else {
            events.add(WebhookEvent.JOB_FINISHED);
            if (job.failed() > 0) {
                events.add(WebhookEvent.JOB_ITEMS_FAILED);
            }
        }
        return events;
    }

    private static JobData read(Row row) throws SQLException {
        UUID id = row.uuid("id");
        return new JobData(
                id,
                row.textOrNull("name"),
                row.text("state"),
                row.number("epoch"),
                row.number("item_count"),
                row.number("succeeded"),
                row.number("failed"),
                row.time("created_at"),
                row.time("finished_at"),
                "/api/v1/extractions/" + id + "/results");
    }
}
