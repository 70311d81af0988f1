package dev.winnow.coordinator.training;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.winnow.common.training.TrainingPlan;
import dev.winnow.common.training.TrainingProgress;
import dev.winnow.common.training.TrainingReport.StepLoss;
import dev.winnow.coordinator.database.Row;
import dev.winnow.coordinator.database.Sql;
import dev.winnow.coordinator.problem.Problem;
import dev.winnow.coordinator.problem.ProblemException;
import dev.winnow.coordinator.training.TrainingView.TrainingError;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads trainings within the caller's transaction. Thread-safe. */
@Singleton
class TrainingRows {
    /** Behind this step is all of a curve. */
    static final int BEGINNING = -1;

    private static final int NEWEST = 100;

    private static final String ONE = "select * from training where tenant = ? and id = ? and parent is null";

    private static final String TRIALS = "select * from training where tenant = ? and trials_id = ? order by trial";

    private static final String HOLD = "select * from training where id = ? for update";

    private static final String ALL =
            "select * from training where tenant = ? and parent is null order by created_at desc, id limit ?";

    private static final String CURVE = """
            select step, loss, loss is not null as has_loss, evaluation, evaluation is not null as has_evaluation
            from training_step where training_id = ? and step > ? order by step""";

    private final ObjectMapper json;
    private final RoundRows rounds;

    TrainingRows(ObjectMapper json, RoundRows rounds) {
        this.json = json;
        this.rounds = rounds;
    }

    List<TrainingView> newest(Sql sql, String tenant) throws SQLException {
        List<TrainingView> all = new ArrayList<>();
        for (HeldTraining training : sql.query(ALL, this::held, tenant, NEWEST)) {
            all.add(whole(sql, training));
        }
        return all;
    }

    /** How it goes, of one across nodes with what its pieces say. */
    TrainingView whole(Sql sql, HeldTraining training) throws SQLException {
        return rounds.filled(sql, training.view(), training.place());
    }

    /**
     * A tenant's training.
     *
     * @throws ProblemException 404 if the tenant has no such one
     */
    TrainingView require(Sql sql, String tenant, UUID id) throws SQLException {
        return whole(sql, sql.queryOne(ONE, this::held, tenant, id).orElseThrow(() -> unknown(id)));
    }

    /** Those of one request, in its order. */
    List<TrainingView> trials(Sql sql, String tenant, UUID trials) throws SQLException {
        return sql.query(TRIALS, this::view, tenant, trials);
    }

    /**
     * Any training, locked until the transaction ends.
     *
     * @throws ProblemException 404 if there is no such one
     */
    HeldTraining hold(Sql sql, UUID id) throws SQLException {
        return holdIfThere(sql, id).orElseThrow(() -> unknown(id));
    }

    /** The same; empty if there is no such one. */
    Optional<HeldTraining> holdIfThere(Sql sql, UUID id) throws SQLException {
        return sql.queryOne(HOLD, this::held, id);
    }

    private static ProblemException unknown(UUID id) {
        return Problem.of(404, "unknown_training", "there is no training " + id)
                .remedy("GET /api/v1/trainings, or 'winnow trainings list', lists those there are")
                .exception();
    }

    /** The points of the curve behind a step. */
    List<StepLoss> curve(Sql sql, UUID id, int after) throws SQLException {
        return sql.query(
                CURVE,
                row -> new StepLoss(
                        row.number("step"),
                        row.flag("has_loss") ? row.real("loss") : null,
                        row.flag("has_evaluation") ? row.real("evaluation") : null),
                id,
                after);
    }

    private HeldTraining held(Row row) throws SQLException {
        String worker = row.textOrNull("worker");
        return new HeldTraining(
                view(row),
                row.text("tenant"),
                worker == null ? null : UUID.fromString(worker),
                row.textOrNull("instruction"),
                row.number("checkpoint"),
                RoundPlace.of(row));
    }

    private TrainingView view(Row row) throws SQLException {
        UUID id = row.uuid("id");
        String progress = row.textOrNull("progress");
        String checkpointStep = row.textOrNull("checkpoint_step");
        String error = row.textOrNull("error_code");
        return new TrainingView(
                id,
                row.text("state"),
                row.number("attempt"),
                row.text("dataset"),
                row.text("dataset_hash"),
                row.number("train_rows"),
                row.number("held_out_rows"),
                row.text("base"),
                row.text("adapter_name"),
                row.textOrNull("alias"),
                read(row.text("plan"), TrainingPlan.class),
                progress == null ? null : read(progress, TrainingProgress.class),
                row.textOrNull("worker_name"),
                row.real("worker_seconds"),
                checkpointStep == null ? null : Integer.valueOf(checkpointStep),
                row.textOrNull("adapter"),
                row.numberOrNull("evaluate_rows"),
                uuid(row.textOrNull("evaluation_id")),
                uuid(row.textOrNull("trials_id")),
                error == null ? null : new TrainingError(error, row.text("error_message")),
                row.time("created_at"),
                row.timeOrNull("begun_at"),
                row.timeOrNull("ended_at"),
                null);
    }

    private static @Nullable UUID uuid(@Nullable String text) {
        return text == null ? null : UUID.fromString(text);
    }

    private <T> T read(String text, Class<T> type) {
        try {
            return json.readValue(text, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a training's %s cannot be read".formatted(type.getSimpleName()), e);
        }
    }

    String write(Object value) {
        try {
            return json.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("records can always be written", e);
        }
    }

    /** A training that nobody else can change now. */
    record HeldTraining(
            TrainingView view,
            String tenant,
            @Nullable UUID worker,
            @Nullable String instruction,
            int checkpoint,
            @Nullable RoundPlace place) {
        /** Whether it is a piece of one across nodes. */
        boolean isPiece() {
            return place != null && place.parent() != null;
        }

        /** Whether an attempt is under way in that worker's hands. */
        boolean isHeldBy(UUID incarnation, int attempt) {
            return view.state().equals(TrainingState.RUNNING.stored())
                    && view.attempt() == attempt
                    && incarnation.equals(worker);
        }
    }
}
