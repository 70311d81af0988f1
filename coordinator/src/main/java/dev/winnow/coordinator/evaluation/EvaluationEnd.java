package dev.winnow.coordinator.evaluation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.coordinator.adapter.AdapterScores;
import dev.winnow.coordinator.calibration.Calibrations;
import dev.winnow.coordinator.database.Row;
import dev.winnow.coordinator.database.Sql;
import dev.winnow.coordinator.evaluation.EvaluationRows.HeldEvaluation;
import dev.winnow.coordinator.evaluation.EvaluationView.RunView;
import dev.winnow.text.schema.SchemaHash;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The end of a run, and with the last one that of its evaluation: the adapters' cards are written in the same
 * transaction. Thread-safe.
 */
@Singleton
class EvaluationEnd {
    private static final String FAIL = """
            update evaluation_run set state = ?, error_code = ?, error_message = ? where id = ? and state = any(?)""";

    private static final String END = "update evaluation set state = ?, ended_at = ? where id = ? and state = ?";

    private static final String FOUND = """
            select e.schema, r.calibration from evaluation_run r join evaluation e on e.id = r.evaluation_id
            where r.id = ? and r.calibration is not null""";

    private final EvaluationRows rows;
    private final AdapterScores cards;
    private final Calibrations calibrations;
    private final ObjectMapper json;
    private final Clock clock;

    EvaluationEnd(EvaluationRows rows, AdapterScores cards, Calibrations calibrations, ObjectMapper json, Clock clock) {
        this.rows = rows;
        this.cards = cards;
        this.calibrations = calibrations;
        this.json = json;
        this.clock = clock;
    }

    /** Ends a run without a score. */
    void fail(Sql sql, UUID evaluation, UUID run, String code, String message) throws SQLException {
        RunEvent event = RunEvent.FAIL;
        if (sql.update(FAIL, event.toStored(), code, message, run, event.fromStored()) > 0) {
            ended(sql, evaluation);
        }
    }

    /**
     * Ends the evaluation if a run that has just ended was its last. The caller holds that run; whoever ends another
     * one at the same time waits here, and sees this one's end.
     */
    void ended(Sql sql, UUID id) throws SQLException {
        Optional<HeldEvaluation> held = rows.hold(sql, id);
        if (held.isEmpty()) {
            return;
        }
        EvaluationView evaluation = held.get().view();
        boolean open = evaluation.runs().stream().anyMatch(run -> RunEvent.CANCEL.from().stream()
                .anyMatch(state -> state.stored().equals(run.state())));
        if (open) {
            return;
        }
        boolean whole = evaluation.runs().stream().allMatch(run -> run.score() != null);
        EvaluationEvent event = whole ? EvaluationEvent.FINISH : EvaluationEvent.FINISH_IN_PART;
        if (sql.update(
                        END,
                        event.to().stored(),
                        clock.instant(),
                        id,
                        event.from().stored())
                > 0) {
            for (RunView run : evaluation.runs()) {
                if (run.adapterHash() != null && run.score() != null) {
                    cards.note(sql, held.get().tenant(), run.adapterHash(), entry(evaluation, run));
                    calibrate(sql, held.get().tenant(), evaluation, run, run.adapterHash());
                }
            }
        }
    }

    private void calibrate(Sql sql, String tenant, EvaluationView evaluation, RunView run, String adapter)
            throws SQLException {
        Optional<Found> found = sql.queryOne(FOUND, Found::read, run.id());
        if (found.isPresent()) {
            ObjectNode about = json.createObjectNode()
                    .put("evaluation", evaluation.id().toString())
                    .put("dataset", evaluation.dataset())
                    .put("quantization", run.quantization())
                    .put("at", clock.instant().toString());
            ObjectNode entry = calibrations.keep(
                    sql,
                    tenant,
                    new Calibrations.Found(
                            adapter, run.quantization(), found.get().schemaHash(json)),
                    found.get().calibration(),
                    about);
            cards.calibrated(sql, tenant, adapter, entry);
        }
    }

    private ObjectNode entry(EvaluationView evaluation, RunView run) {
        ObjectNode entry = json.createObjectNode()
                .put("evaluation", evaluation.id().toString())
                .put("dataset", evaluation.dataset())
                .put("dataset_hash", evaluation.datasetHash())
                .put("constrained", evaluation.constrained())
                .put("quantization", run.quantization())
                .put("at", clock.instant().toString());
        entry.set("score", json.valueToTree(run.score()));
        base(evaluation.runs(), run).ifPresent(base -> entry.set("base_score", json.valueToTree(base.score())));
        return entry;
    }

    private static Optional<RunView> base(List<RunView> runs, RunView of) {
        return runs.stream()
                .filter(run -> run.adapterHash() == null
                        && run.score() != null
                        && run.model().equals(of.model())
                        && run.quantization().equals(of.quantization()))
                .findFirst();
    }

    private record Found(String schema, String calibration) {
        static Found read(Row row) throws SQLException {
            return new Found(row.text("schema"), row.text("calibration"));
        }

        String schemaHash(ObjectMapper json) {
            try {
                return SchemaHash.of(json.readTree(schema));
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("an evaluation's schema cannot be read", e);
            }
        }
    }
}
