package dev.winnow.coordinator.training;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.winnow.common.training.Portion;
import dev.winnow.common.training.TrainingProgress;
import dev.winnow.coordinator.database.Row;
import dev.winnow.coordinator.database.Sql;
import dev.winnow.coordinator.training.RoundsView.PieceView;
import dev.winnow.coordinator.training.RoundsView.RefusalView;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Puts together from its pieces how a training across nodes goes, within the caller's transaction. Thread-safe. */
@Singleton
class RoundRows {
    private static final String PIECES = """
            select part, state, attempt, worker_name, progress from training
            where parent = ? and round = ? order by part nulls last""";

    private static final String RESIDUALS = """
            select residual from training where parent = ? and part is null and residual is not null order by round""";

    private static final String REFUSALS = """
            select round, part, worker_name, code, reason, at from training_refusal
            where training_id = ? order by at desc limit 50""";

    private static final String SPENT =
            "select coalesce(sum(worker_seconds), 0) as seconds from training where parent = ?";

    private static final String EVALUATION = """
            select evaluation from training_step where training_id = ? and evaluation is not null
            order by step desc limit 1""";

    private final ObjectMapper json;

    RoundRows(ObjectMapper json) {
        this.json = json;
    }

    /** The same with its rounds, progress and cost; one that one worker does alone is as it was. */
    TrainingView filled(Sql sql, TrainingView training, @Nullable RoundPlace place) throws SQLException {
        if (place == null || place.parent() != null) {
            return training;
        }
        Portion portion = place.portion();
        int steps = Math.toIntExact(training.plan().steps(training.trainRows()));
        List<PieceView> pieces = sql.query(PIECES, this::piece, training.id(), place.round());
        RoundsView rounds = new RoundsView(
                portion.nodes(),
                portion.localSteps(),
                place.leavesOut() ? "leave_out" : "redo",
                place.round() + 1,
                portion.rounds(steps),
                sql.query(RESIDUALS, row -> row.real("residual"), training.id()),
                pieces,
                sql.query(REFUSALS, RoundRows::refusal, training.id()));
        double spent =
                sql.queryOne(SPENT, row -> row.real("seconds"), training.id()).orElseThrow();
        return training.across(rounds, progress(sql, training.id(), portion, steps, pieces), spent);
    }

    private static @Nullable TrainingProgress progress(
            Sql sql, UUID training, Portion portion, int steps, List<PieceView> pieces) throws SQLException {
        List<TrainingProgress> parts = pieces.stream()
                .filter(piece -> piece.part() != null)
                .map(PieceView::progress)
                .filter(Objects::nonNull)
                .map(Objects::requireNonNull)
                .toList();
        int before = portion.round() == 0
                ? 0
                : new Portion(portion.nodes(), portion.localSteps(), portion.round() - 1, 0).doneAfter(steps);
        int done = parts.stream().mapToInt(TrainingProgress::step).sum();
        if (before + done == 0) {
            return null;
        }
        List<Double> losses = parts.stream()
                .map(TrainingProgress::loss)
                .filter(Objects::nonNull)
                .map(Objects::requireNonNull)
                .toList();
        Optional<Double> evaluation = sql.queryOne(EVALUATION, row -> row.real("evaluation"), training);
        return new TrainingProgress(
                Math.min(steps, before + done),
                steps,
                losses.isEmpty()
                        ? null
                        : losses.stream()
                                .mapToDouble(Double::doubleValue)
                                .average()
                                .orElseThrow(),
                evaluation.orElse(null),
                parts.stream()
                        .filter(part -> part.step() < part.steps())
                        .mapToDouble(TrainingProgress::tokensPerSecond)
                        .sum(),
                null);
    }

    private PieceView piece(Row row) throws SQLException {
        String progress = row.textOrNull("progress");
        Integer part = row.numberOrNull("part");
        return new PieceView(
                part == null ? null : part + 1,
                row.text("state"),
                row.number("attempt"),
                row.textOrNull("worker_name"),
                progress == null ? null : read(progress));
    }

    private TrainingProgress read(String progress) {
        try {
            return json.readValue(progress, TrainingProgress.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a piece's progress cannot be read", e);
        }
    }

    private static RefusalView refusal(Row row) throws SQLException {
        Integer part = row.numberOrNull("part");
        return new RefusalView(
                row.number("round") + 1,
                part == null ? null : part + 1,
                row.textOrNull("worker_name"),
                row.text("code"),
                row.text("reason"),
                row.time("at"));
    }
}
