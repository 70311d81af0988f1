package dev.winnow.coordinator.schedule;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.winnow.coordinator.database.Database;
import dev.winnow.coordinator.dataset.Datasets;
import dev.winnow.coordinator.dataset.Datasets.ChosenDataset;
import dev.winnow.coordinator.dataset.SourcedImports;
import dev.winnow.coordinator.problem.Problem;
import dev.winnow.coordinator.problem.ProblemException;
import dev.winnow.coordinator.request.Fields;
import dev.winnow.text.score.OutputScorer;
import dev.winnow.text.score.OutputScorer.ScoredField;
import dev.winnow.text.score.ScoreRefusedException;
import jakarta.inject.Singleton;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whether a gate fits what it is to judge by. Thread-safe. */
@Singleton
class Gates {
    private final Database database;
    private final Datasets datasets;
    private final SourcedImports imports;
    private final ObjectMapper json;

    Gates(Database database, Datasets datasets, SourcedImports imports, ObjectMapper json) {
        this.database = database;
        this.datasets = datasets;
        this.imports = imports;
        this.json = json;
    }

    /**
     * Looks at what there is when a schedule is asked for; what comes later is looked at before it is trained on.
     *
     * @param dataset its name, or null
     * @param imported a request that was checked, or null
     * @throws ProblemException if no candidate could ever be judged
     */
    void check(String tenant, ScheduleGate gate, @Nullable String dataset, @Nullable Fields imported) {
        if (imported != null) {
            imports.schema(tenant, imported).ifPresent(schema -> requireFields(gate, schema, "the import"));
            return;
        }
        ChosenDataset newest;
        try {
            newest = datasets.newest(tenant, String.valueOf(dataset));
        } catch (ProblemException e) {
            return; // a schedule may be there before its dataset
        }
        require(newest, gate);
    }

    /**
     * Looks at what is about to be trained on.
     *
     * @throws ProblemException if what comes out could not be judged
     */
    void require(ChosenDataset dataset, ScheduleGate gate) {
        if (dataset.heldOutRows() == 0) {
            throw Problem.of(422, "no_held_out_rows", dataset.dataset() + " holds no rows out to judge by")
                    .at("/gate")
                    .remedy("import it with rows to hold out (--eval or --held-out), or leave the gate out")
                    .exception();
        }
        String schema = database.inTransaction(sql -> datasets.schema(sql, dataset.id()))
                .orElseThrow(() -> Problem.of(
                                422, "no_schema", dataset.dataset() + " has no schema, which says what its fields are")
                        .at("/gate")
                        .remedy("import its rows with their schema (--schema), or leave the gate out")
                        .exception());
        try {
            requireFields(gate, json.readTree(schema), dataset.dataset());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the schema of " + dataset.dataset() + " cannot be read", e);
        }
    }

    private static void requireFields(ScheduleGate gate, JsonNode schema, String whose) {
        List<String> fields;
        try {
            fields = OutputScorer.of(schema).fields().stream()
                    .map(ScoredField::name)
                    .toList();
        } catch (ScoreRefusedException e) {
            throw Problem.of(422, "schema_refused", "%s, at %s of the schema".formatted(e.getMessage(), e.pointer()))
                    .at("/gate")
                    .remedy("correct the schema, and import the rows with it")
                    .exception();
        }
        gate.rules().fieldLosses().keySet().stream()
                .filter(field -> !fields.contains(field))
                .sorted()
                .findFirst()
                .ifPresent(field -> {
                    throw Problem.of(
                                    422,
                                    "unknown_field",
                                    "the gate is about the field '%s', and the fields of %s are %s"
                                            .formatted(field, whose, String.join(", ", fields)))
                            .at("/gate/rules/field_losses/"
                                    + field.replace("~", "~0").replace("/", "~1"))
                            .remedy("name one of its fields, or leave this one out")
                            .exception();
                });
    }
}
