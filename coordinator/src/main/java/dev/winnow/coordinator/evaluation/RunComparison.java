package dev.winnow.coordinator.evaluation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.winnow.coordinator.database.Row;
import dev.winnow.coordinator.database.Sql;
import dev.winnow.coordinator.evaluation.EvaluationView.RunView;
import dev.winnow.coordinator.evaluation.RunScore.FieldFigure;
import dev.winnow.coordinator.problem.Problem;
import dev.winnow.coordinator.problem.ProblemException;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Puts two runs of an evaluation beside each other, row by row. Thread-safe. */
@Singleton
public class RunComparison {
    /** The most rows that are compared: the first. */
    public static final int MOST_ROWS = 10_000;

    private static final String PAIRS = """
            select array_to_json(a.scores)::text as first, array_to_json(b.scores)::text as second
            from evaluation_row a join evaluation_row b on b.run_id = ? and b.position = a.position
            where a.run_id = ? and not a.reserved order by a.position limit ?""";

    private final EvaluationRows rows;
    private final ObjectMapper json;

    RunComparison(EvaluationRows rows, ObjectMapper json) {
        this.rows = rows;
        this.json = json;
    }

    /**
     * Two of its runs, without the rows that are kept for telling how wrong a calibration is.
     *
     * @param first an adapter's version; null for the model of the second one alone
     * @param second an adapter's version
     * @throws ProblemException if the tenant has no such evaluation, it has not ended, or has no score of one of them
     */
    public Compared of(Sql sql, String tenant, UUID evaluation, @Nullable String first, String second)
            throws SQLException {
        EvaluationView view = rows.require(sql, tenant, evaluation);
        if (view.state().equals(EvaluationState.RUNNING.stored())) {
            throw Problem.of(409, "not_ended", "evaluation %s has not ended".formatted(evaluation))
                    .remedy("wait for it: 'winnow evaluations wait %s'".formatted(evaluation))
                    .exception();
        }
        RunView candidate = view.runs().stream()
                .filter(run -> second.equals(run.adapter()) && run.score() != null)
                .findFirst()
                .orElseThrow(() -> missing("candidate", second));
        RunView champion = champion(view, first, candidate)
                .orElseThrow(() -> missing("champion", first == null ? "the model alone" : first));
        List<Pair> pairs = sql.query(PAIRS, this::pair, candidate.id(), champion.id(), MOST_ROWS);
        RunScore score = Objects.requireNonNull(candidate.score());
        return new Compared(
                view.dataset(),
                score.fields().stream().map(FieldFigure::field).toList(),
                pairs,
                Objects.requireNonNull(champion.score()).secondsPerDocument(),
                score.secondsPerDocument());
    }

    private static Optional<RunView> champion(EvaluationView view, @Nullable String first, RunView candidate) {
        return view.runs().stream()
                .filter(run -> run.score() != null && Objects.equals(run.adapter(), first))
                .filter(run -> first != null
                        || (run.model().equals(candidate.model())
                                && run.quantization().equals(candidate.quantization())))
                .findFirst();
    }

    private static ProblemException missing(String role, String name) {
        return Problem.of(422, "run_missing", "the evaluation has no score of %s".formatted(name))
                .at("/" + role)
                .remedy("evaluate both on one dataset: POST /api/v1/evaluations with \"adapters\"")
                .exception();
    }

    private Pair pair(Row row) throws SQLException {
        return new Pair(numbers(row.text("first")), numbers(row.text("second")));
    }

    private List<Double> numbers(String text) {
        try {
            JsonNode read = json.readTree(text);
            return StreamSupport.stream(read.spliterator(), false)
                    .map(JsonNode::doubleValue)
                    .toList();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a row's scores cannot be read", e);
        }
    }

    /**
     * Two runs.
     *
     * @param fields their names
     * @param pairs each row that both have
     * @param firstSeconds a document's time in the first run, in the mean
     * @param secondSeconds the same in the second
     */
    public record Compared(
            String dataset, List<String> fields, List<Pair> pairs, double firstSeconds, double secondSeconds) {
        public Compared {
            fields = List.copyOf(fields);
            pairs = List.copyOf(pairs);
        }
    }

    /** A row's scores in both, in the order of the fields. */
    public record Pair(List<Double> first, List<Double> second) {
        public Pair {
            first = List.copyOf(first);
            second = List.copyOf(second);
        }
    }
}
