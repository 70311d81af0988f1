package dev.winnow.coordinator.webhook;

import dev.winnow.coordinator.database.Row;
import dev.winnow.coordinator.database.Sql;
import dev.winnow.coordinator.webhook.Listeners.Listener;
import dev.winnow.coordinator.webhook.WebhookMessage.TrainingData;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Writes down who is to be told that a training has ended, in the transaction that ends it. Thread-safe. */
@Singleton
public class TrainingEnds {
    // A piece is nobody's business but its round's.
    private static final String TRAINING = """
            select tenant, id, adapter_name, base, dataset, state, adapter, error_code, error_message, created_at, ended_at
            from training where id = ? and parent is null and ended_at is not null""";

    private final Listeners listeners;

    TrainingEnds(Listeners listeners) {
        this.listeners = listeners;
    }

    /** Tells of one that the transaction has just ended; of a piece it tells nothing. */
    public void ended(Sql sql, UUID training) throws SQLException {
        Optional<Ended> found = sql.queryOne(TRAINING, Ended::read, training);
        if (found.isEmpty()) {
            return;
        }
        TrainingData data = found.get().data();
        List<Listener> all = listeners.of(sql, found.get().tenant());
        if (!all.isEmpty()) {
            listeners.tell(sql, all, event(data.state()), data.finishedAt(), data);
        }
    }

    private static WebhookEvent event(String state) {
        return switch (state) {
            case "done" -> WebhookEvent.TRAINING_FINISHED;
            case "cancelled" -> WebhookEvent.TRAINING_CANCELLED;
            case "failed" -> WebhookEvent.TRAINING_FAILED;
            default -> throw new IllegalStateException("no training ends as " + state);
        };
    }

    private record Ended(String tenant, TrainingData data) {
        static Ended read(Row row) throws SQLException {
            UUID id = row.uuid("id");
            return new Ended(
                    row.text("tenant"),
                    new TrainingData(
                            id,
                            row.text("adapter_name"),
                            row.text("base"),
                            row.text("dataset"),
                            row.text("state"),
                            row.textOrNull("adapter"),
                            row.textOrNull("error_code"),
                            row.textOrNull("error_message"),
                            row.time("created_at"),
                            row.time("ended_at"),
                            "/api/v1/trainings/" + id));
        }
    }
}
