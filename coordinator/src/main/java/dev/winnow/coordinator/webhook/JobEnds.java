package dev.winnow.coordinator.webhook;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.winnow.coordinator.database.Row;
import dev.winnow.coordinator.database.Sql;
import dev.winnow.coordinator.job.JobState;
import dev.winnow.coordinator.webhook.WebhookMessage.JobData;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * Writes down who is to be told that a job has ended. In the transaction that ends it, so that whatever dies
 * afterwards, it is told; a tenant without webhooks costs one look into an index.
 */
@Singleton
public class JobEnds {
    // Held against removal, not against each other: a delivery must not be written for one that is gone.
    private static final String LISTENERS = """
            select id, array_to_string(events, ',') as events from webhook
            where tenant = ? and disabled_at is null order by id for key share""";

    private static final String JOB = """
            select id, name, state, epoch, item_count, succeeded, failed, created_at, finished_at
            from job where id = ?""";

    private final DeliveryLog log;
    private final ObjectMapper json;

    JobEnds(DeliveryLog log, ObjectMapper json) {
        this.log = log;
        this.json = json;
    }

    /** Tells of a job that the transaction has just moved into a state that it ends in. Locks no job and no shard. */
    public void ended(Sql sql, String tenant, UUID job) throws SQLException {
        List<Listener> listeners = sql.query(
                LISTENERS,
                row -> new Listener(row.uuid("id"), Set.of(row.text("events").split(",", -1))),
                tenant);
        if (listeners.isEmpty()) {
            return;
        }
        JobData data = sql.queryOne(JOB, JobEnds::read, job).orElseThrow();
        for (WebhookEvent event : events(data)) {
            String body = new WebhookMessage(event.wireName(), data.finishedAt(), data).json(json);
            for (Listener listener : listeners) {
                if (listener.events().contains(event.wireName())) {
                    log.add(sql, listener.webhook(), event, body);
                }
            }
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

    private record Listener(UUID webhook, Set<String> events) {}
}
