package dev.winnow.coordinator.evaluation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.winnow.coordinator.database.Row;
import dev.winnow.coordinator.database.Sql;
import dev.winnow.coordinator.evaluation.EvaluationView.RunError;
import dev.winnow.coordinator.evaluation.EvaluationView.RunView;
import dev.winnow.coordinator.problem.Problem;
import dev.winnow.coordinator.problem.ProblemException;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads evaluations within the caller's transaction. Thread-safe. */
@Singleton
class EvaluationRows {
    private static final int NEWEST = 100;

    private static final String ONE = "select * from evaluation where tenant = ? and id = ?";

    private static final String HOLD = "select * from evaluation where id = ? for update";

    private static final String ALL =
            "select * from evaluation where tenant = ? order by created_at desc, id limit " + NEWEST;

    private static final String RUNS = "select * from evaluation_run where evaluation_id = ? order by position";

    private static final Comparator<RunView> BEST_FIRST = Comparator.comparingDouble(
            (RunView run) -> run.score() == null ? 1 : -run.score().score());

    private final ObjectMapper json;

    EvaluationRows(ObjectMapper json) {
        this.json = json;
    }

    List<EvaluationView> newest(Sql sql, String tenant) throws SQLException {
        List<EvaluationView> views = new ArrayList<>();
        for (EvaluationView evaluation : sql.query(ALL, EvaluationRows::view, tenant)) {
            views.add(withRuns(sql, evaluation));
        }
        return views;
    }

    /**
     * A tenant's evaluation.
     *
     * @throws ProblemException 404 if the tenant has no such one
     */
    EvaluationView require(Sql sql, String tenant, UUID id) throws SQLException {
        EvaluationView found = sql.queryOne(ONE, EvaluationRows::view, tenant, id)
                .orElseThrow(() -> Problem.of(404, "unknown_evaluation", "there is no evaluation " + id)
                        .remedy("GET /api/v1/evaluations, or 'winnow evaluations list', lists those there are")
                        .exception());
        return withRuns(sql, found);
    }

    /** Any evaluation, locked until the transaction ends. */
    Optional<HeldEvaluation> hold(Sql sql, UUID id) throws SQLException {
        Optional<HeldEvaluation> held =
                sql.queryOne(HOLD, row -> new HeldEvaluation(row.text("tenant"), view(row)), id);
        return held.isEmpty()
                ? held
                : Optional.of(new HeldEvaluation(
                        held.get().tenant(), withRuns(sql, held.get().view())));
    }

    private EvaluationView withRuns(Sql sql, EvaluationView evaluation) throws SQLException {
        List<RunView> runs = new ArrayList<>(sql.query(RUNS, this::run, evaluation.id()));
        runs.sort(BEST_FIRST);
        return new EvaluationView(
                evaluation.id(),
                evaluation.state(),
                evaluation.dataset(),
                evaluation.datasetHash(),
                evaluation.heldOutRows(),
                evaluation.rows(),
                evaluation.constrained(),
                evaluation.training(),
                evaluation.createdAt(),
                evaluation.endedAt(),
                runs);
    }

    private static EvaluationView view(Row row) throws SQLException {
        return new EvaluationView(
                row.uuid("id"),
                row.text("state"),
                row.text("dataset"),
                row.text("dataset_hash"),
                row.number("held_out_rows"),
                row.number("row_count"),
                row.flag("constrained"),
                uuid(row.textOrNull("training_id")),
                row.time("created_at"),
                row.timeOrNull("ended_at"),
                List.of());
    }

    private static @Nullable UUID uuid(@Nullable String text) {
        return text == null ? null : UUID.fromString(text);
    }

    private RunView run(Row row) throws SQLException {
        String score = row.textOrNull("score");
        String error = row.textOrNull("error_code");
        return new RunView(
                row.uuid("id"),
                row.text("state"),
                row.text("model"),
                row.text("quantization"),
                row.textOrNull("adapter_version"),
                row.textOrNull("adapter"),
                row.number("max_output_tokens"),
                uuid(row.textOrNull("job_id")),
                score == null ? null : score(score),
                error == null ? null : new RunError(error, row.text("error_message")));
    }

    private RunScore score(String text) {
        try {
            return json.readValue(text, RunScore.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a run's score cannot be read", e);
        }
    }

    String write(RunScore score) {
        try {
            return json.writeValueAsString(score);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("records can always be written", e);
        }
    }

    /** An evaluation that nobody else can change now. */
    record HeldEvaluation(String tenant, EvaluationView view) {}
}
