package dev.winnow.coordinator.training;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.winnow.common.work.TrainingAttempt;
import dev.winnow.coordinator.adapter.TrainedAdapters;
import dev.winnow.coordinator.adapter.TrainedAdapters.Origin;
import dev.winnow.coordinator.database.Database;
import dev.winnow.coordinator.database.Sql;
import dev.winnow.coordinator.training.PieceResults.Outcome;
import dev.winnow.coordinator.training.TrainingRows.HeldTraining;
import dev.winnow.coordinator.webhook.TrainingEnds;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/**
 * The end of a training: its adapter, the alias and the training's last state are one transaction, so there is never
 * one without the others. Thread-safe.
 */
@Singleton
class TrainingResults {
    private static final String COUNT = """
            update training set worker_seconds = worker_seconds
                   + greatest(0, extract(epoch from ?::timestamptz - counted_until)), counted_until = ? where id = ?""";

    private static final String FINISH = """
            update training set state = ?, ended_at = ?, adapter = ?, lease_until = null where id = ? and state = any(?)""";

    private final Database database;
    private final TrainingRows rows;
    private final TrainedAdapters adapters;
    private final PieceResults brought;
    private final TrainingEnds ends;
    private final ObjectMapper json;
    private final Clock clock;

    TrainingResults(
            Database database,
            TrainingRows rows,
            TrainedAdapters adapters,
            PieceResults brought,
            TrainingEnds ends,
            ObjectMapper json,
            Clock clock) {
        this.database = database;
        this.rows = rows;
        this.adapters = adapters;
        this.brought = brought;
        this.ends = ends;
        this.json = json;
        this.clock = clock;
    }

    /**
     * Takes the adapter of an attempt; asked again by the same worker it says the same again.
     *
     * @param zip a file, of this call alone
     * @param outcome of a piece
     * @return what the adapter is called; of a piece, its hash
     * @throws dev.winnow.coordinator.problem.ProblemException 409 if the training is not this worker's any more, 422 if
     *     it is no adapter, or none of this training
     */
    String finish(UUID incarnation, TrainingAttempt attempt, Outcome outcome, Path zip) throws IOException {
        try (InputStream in = Files.newInputStream(zip);
                TrainedAdapters.Received received = adapters.receive(in)) {
            if (database.inTransaction(sql -> rows.hold(sql, attempt.training()).isPiece())) {
                return brought.take(incarnation, attempt, outcome, received, zip);
            }
            return database.inTransaction(sql -> {
                HeldTraining training = rows.hold(sql, attempt.training());
                String earlier = training.view().adapter();
                if (earlier != null
                        && training.view().attempt() == attempt.attempt()
                        && incarnation.equals(training.worker())) {
                    return earlier;
                }
                Checkpoints.requireHeld(training, incarnation, attempt);
                return store(sql, training.view().id(), received);
            });
        }
    }

    /** Stores an adapter and ends its training, which the caller's transaction holds. */
    String store(Sql sql, UUID id, TrainedAdapters.Received received) throws SQLException {
        Instant now = clock.instant();
        sql.update(COUNT, now, now, id);
        HeldTraining training = rows.hold(sql, id);
        TrainingView view = rows.whole(sql, training);
        Instant begun = view.begunAt() == null ? now : view.begunAt();
        TrainingCard card = TrainingCard.of(
                view, Duration.between(begun, now).toMillis() / 1e3, rows.curve(sql, id, TrainingRows.BEGINNING));
        String adapter = adapters.store(
                sql,
                training.tenant(),
                new Origin(view.name(), view.base(), training.instruction(), view.alias(), json.valueToTree(card)),
                received);
        TrainingEvent event = TrainingEvent.FINISH;
        sql.update(FINISH, event.toStored(), now, adapter, id, event.fromStored());
        ends.ended(sql, id);
        sql.update("delete from training_chunk where training_id = ?", id);
        sql.update("update training set checkpoint_step = null, checkpoint_bytes = null where id = ?", id);
        return adapter;
    }
}
