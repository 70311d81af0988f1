package dev.winnow.coordinator.evaluation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.winnow.coordinator.database.Database;
import dev.winnow.coordinator.database.Row;
import dev.winnow.coordinator.dataset.HeldOutRows;
import dev.winnow.coordinator.extraction.JobDesk;
import dev.winnow.coordinator.extraction.JobOrder;
import dev.winnow.coordinator.problem.Problem;
import dev.winnow.coordinator.problem.ProblemException;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Submits the jobs of runs that are planned. A run's job has a name that is made of the run's id, so whoever submits it
 * a second time, after a crash or on another replica, gets the same job. Thread-safe.
 */
@Singleton
class RunSubmission {
    private static final Logger LOG = Logger.getLogger(RunSubmission.class);
    private static final int AT_ONCE = 8;

    private static final String PLANNED = """
            select r.id, r.evaluation_id, r.model, r.quantization, r.adapter, r.max_output_tokens, e.tenant,
                   e.dataset_id, e.dataset, e.row_count, e.schema, e.constrained
            from evaluation_run r join evaluation e on e.id = r.evaluation_id
            where r.state = any(?) and e.tenant <> all(?) order by e.created_at, e.id, r.position limit ?""";

    private static final String SUBMITTED =
            "update evaluation_run set state = ?, job_id = ? where id = ? and state = any(?)";

    private final Database database;
    private final JobDesk jobs;
    private final HeldOutRows rows;
    private final EvaluationEnd end;
    private final ObjectMapper json;

    RunSubmission(Database database, JobDesk jobs, HeldOutRows rows, EvaluationEnd end, ObjectMapper json) {
        this.database = database;
        this.jobs = jobs;
        this.rows = rows;
        this.end = end;
        this.json = json;
    }

    /** The idempotency key of a run's job. */
    static String name(UUID run) {
        return "evaluation run " + run;
    }

    /**
     * Submits what is planned.
     *
     * @return how many
     */
    int runOnce() {
        int submitted = 0;
        // Those whose queue is full wait, and nobody waits behind them.
        Set<String> full = new HashSet<>();
        int before;
        do {
            before = full.size();
            for (Planned run : planned(full)) {
                submitted += !full.contains(run.tenant()) && submit(run, full) ? 1 : 0;
            }
        } while (full.size() > before);
        return submitted;
    }

    private List<Planned> planned(Set<String> full) {
        return database.inTransaction(sql ->
                sql.query(PLANNED, Planned::read, RunEvent.SUBMIT.fromStored(), full.toArray(String[]::new), AT_ONCE));
    }

    private boolean submit(Planned run, Set<String> full) {
        UUID job;
        try {
            job = jobs.submitUncalibrated(
                    run.tenant(), name(run.id()), order(run), new RowItems(rows, run.dataset(), run.rows()));
        } catch (ProblemException e) {
            Problem why = e.problem();
            if (passes(why)) {
                LOG.debugf("run %s waits: %s", run.id(), why.detail());
                full.add(run.tenant());
            } else {
                LOG.infof("run %s has failed: %s", run.id(), why.detail());
                String message = why.remedy() == null ? why.detail() : why.detail() + "; " + why.remedy();
                database.inTransaction(sql -> {
                    end.fail(sql, run.evaluation(), run.id(), why.code(), message);
                    return run;
                });
            }
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        // One that was cancelled meanwhile stays so; its job is found by its name and cancelled too.
        RunEvent event = RunEvent.SUBMIT;
        return database.inTransaction(sql -> sql.update(SUBMITTED, event.toStored(), job, run.id(), event.fromStored()))
                > 0;
    }

    private static boolean passes(Problem why) {
        return why.status() == 429 || why.status() >= 500;
    }

    private JobOrder order(Planned run) {
        return JobOrders.of(
                new JobOrder.By(run.model(), run.adapter(), run.quantization()),
                schema(run.schema()),
                run.constrained(),
                run.maxOutputTokens(),
                "evaluation on " + run.datasetName());
    }

    private JsonNode schema(String text) {
        try {
            return json.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an evaluation's schema cannot be read", e);
        }
    }

    private record Planned(
            UUID id,
            UUID evaluation,
            String tenant,
            UUID dataset,
            String datasetName,
            int rows,
            String schema,
            boolean constrained,
            String model,
            String quantization,
            @Nullable String adapter,
            int maxOutputTokens) {
        static Planned read(Row row) throws SQLException {
            return new Planned(
                    row.uuid("id"),
                    row.uuid("evaluation_id"),
                    row.text("tenant"),
                    row.uuid("dataset_id"),
                    row.text("dataset"),
                    row.number("row_count"),
                    row.text("schema"),
                    row.flag("constrained"),
                    row.text("model"),
                    row.text("quantization"),
                    row.textOrNull("adapter"),
                    row.number("max_output_tokens"));
        }
    }
}
