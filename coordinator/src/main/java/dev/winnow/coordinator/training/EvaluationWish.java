package dev.winnow.coordinator.training;

import com.fasterxml.jackson.databind.JsonNode;
import dev.winnow.coordinator.dataset.Datasets.ChosenDataset;
import dev.winnow.coordinator.problem.ProblemException;
import dev.winnow.coordinator.request.Fields;
import org.jspecify.annotations.Nullable;

/**
 * Whether an adapter is to be evaluated when its training is done: {@code true}, {@code false}, {@code {"rows": N}}, or
 * nothing, which is true where the dataset has what it takes.
 *
 * @param asked null where the request does not say
 * @param rows how many held-out rows at most, or null where the request does not say
 */
record EvaluationWish(@Nullable Boolean asked, @Nullable Integer rows) {
    static EvaluationWish read(Fields given) {
        JsonNode value = given.value("evaluate");
        if (value == null) {
            return new EvaluationWish(null, null);
        }
        if (value.isBoolean()) {
            return new EvaluationWish(value.booleanValue(), null);
        }
        JsonNode rows = value.path("rows");
        if (!value.isObject() || value.size() != 1 || !rows.isInt() || rows.intValue() < 1) {
            throw given.refused("evaluate", "evaluate is %s".formatted(value), "write true, false, or {\"rows\": 100}");
        }
        return new EvaluationWish(true, rows.intValue());
    }

    /**
     * How many held-out rows at most, or null for no evaluation.
     *
     * @param usual where the request does not say
     * @throws ProblemException if it is asked for, and the dataset has no schema or holds no rows out
     */
    @Nullable
    Integer rows(ChosenDataset dataset, int usual) {
        boolean possible = dataset.hasSchema() && dataset.heldOutRows() > 0;
        if (Boolean.TRUE.equals(asked) && !possible) {
            throw TrainingRequest.refused(
                    "evaluate",
                    "%s %s"
                            .formatted(
                                    dataset.dataset(),
                                    dataset.hasSchema() ? "holds no rows out" : "has no schema to score by"),
                    "import its rows with a schema and rows to hold out, or leave evaluate out");
        }
        if (Boolean.FALSE.equals(asked) || !possible) {
            return null;
        }
        return rows == null ? Integer.valueOf(usual) : rows;
    }
}
