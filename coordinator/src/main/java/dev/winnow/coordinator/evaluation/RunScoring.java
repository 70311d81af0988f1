package dev.winnow.coordinator.evaluation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.winnow.coordinator.calibration.Calibrations;
import dev.winnow.coordinator.calibration.Calibrator;
import dev.winnow.coordinator.database.Database;
import dev.winnow.coordinator.database.DatabaseException;
import dev.winnow.coordinator.database.Row;
import dev.winnow.coordinator.database.Sql;
import dev.winnow.coordinator.evaluation.RunTally.ScoredRow;
import dev.winnow.coordinator.job.JobState;
import dev.winnow.text.schema.OutputValidator;
import dev.winnow.text.score.OutputScore;
import dev.winnow.text.score.OutputScorer;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Scores runs whose job has ended: a page of results in memory, a run a transaction. Two replicas do not score one run,
 * and one that dies in the middle leaves nothing. Thread-safe.
 */
@Singleton
class RunScoring {
    private static final Logger LOG = Logger.getLogger(RunScoring.class);
    private static final int AT_ONCE = 8;
    private static final int PAGE = 100;

    private static final String ENDED = """
            select r.id, r.evaluation_id from evaluation_run r left join job j on j.id = r.job_id
            where r.state = any(?) and (j.id is null or j.state = any(?)) order by r.id limit ?""";

    private static final String HOLD = """
            select e.dataset_id, e.schema, r.job_id, e.row_count >= ? as reserves,
                   e.constrained and r.adapter is not null as calibrates
            from evaluation_run r join evaluation e on e.id = r.evaluation_id
            where r.id = ? and r.state = any(?) for update of r skip locked""";

    // Against a deletion and a retry, which wait until the results are read.
    private static final String JOB = "select state, started_at, finished_at from job where id = ? for share";

    private static final String RESULTS = """
            select i.position, d.position as row_position, d.output as expected, r.output, r.truncated,
                   r.evidence, mod(('x' || substr(md5('reserved ' || d.input), 1, 7))::bit(28)::integer, ?) = 0 as reserved,
                   coalesce(r.output_tokens, 0) as output_tokens, coalesce(r.seconds, 0) as seconds
            from item i
            join result r on r.job_id = i.job_id and r.position = i.position
            join dataset_row d on d.dataset_id = ? and d.position = i.external_id::integer
            where i.job_id = ? and i.position > ? order by i.position limit ?""";

    private static final String STORE = """
            insert into evaluation_row (run_id, position, valid, output_tokens, seconds, scores, reserved)
            select ?, r.position, r.valid, r.output_tokens, r.seconds, r.scores::real[], r.reserved
            from unnest(?::integer[], ?::boolean[], ?::integer[], ?::float8[], ?::text[], ?::boolean[])
                 r (position, valid, output_tokens, seconds, scores, reserved)""";

    private static final String SCORED =
            "update evaluation_run set state = ?, score = ?, calibration = ? where id = ? and state = any(?)";

    private final Database database;
    private final EvaluationRows rows;
    private final EvaluationEnd end;
    private final Calibrations calibrations;
    private final ObjectMapper json;

    RunScoring(
            Database database, EvaluationRows rows, EvaluationEnd end, Calibrations calibrations, ObjectMapper json) {
        this.database = database;
        this.rows = rows;
        this.end = end;
        this.calibrations = calibrations;
        this.json = json;
    }

    /**
     * Scores what has ended.
     *
     * @return how many runs
     */
    int runOnce() {
        String[] over = {JobState.DONE.stored(), JobState.CANCELLED.stored(), JobState.DELETING.stored()};
        List<Ended> ended = database.inTransaction(sql -> sql.query(
                ENDED,
                row -> new Ended(row.uuid("id"), row.uuid("evaluation_id")),
                RunEvent.SCORE.fromStored(),
                over,
                AT_ONCE));
        for (Ended run : ended) {
            try {
                database.inTransaction(sql -> {
                    score(sql, run);
                    return run;
                });
            } catch (DatabaseException e) {
                throw e;
            } catch (RuntimeException e) {
                // Tried again it would be the same, and stand in the way of the others.
                LOG.errorf(e, "run %s cannot be scored", run.id());
                fail(run, "not_scored", "its results cannot be scored: " + e.getMessage());
            }
        }
        return ended.size();
    }

    private void fail(Ended run, String code, String message) {
        database.inTransaction(sql -> {
            end.fail(sql, run.evaluation(), run.id(), code, message);
            return run;
        });
    }

    private void score(Sql sql, Ended run) throws SQLException {
        Optional<Held> held = sql.queryOne(
                HOLD,
                row -> new Held(
                        row.uuid("dataset_id"),
                        row.text("schema"),
                        row.uuid("job_id"),
                        row.flag("reserves"),
                        row.flag("calibrates")),
                Calibrator.LEAST_ROWS,
                run.id(),
                RunEvent.SCORE.fromStored());
        if (held.isEmpty()) {
            return; // another replica has it
        }
        Optional<Job> job = sql.queryOne(JOB, Job::read, held.get().job());
        JobState state = job.map(Job::state).orElse(JobState.DELETING);
        if (state == JobState.DONE) {
            scored(sql, run, held.get(), job.orElseThrow().seconds());
        } else if (state == JobState.CANCELLED) {
            end.fail(sql, run.evaluation(), run.id(), "job_cancelled", "its job was cancelled; evaluate again");
        } else if (state == JobState.DELETING) {
            end.fail(sql, run.evaluation(), run.id(), "job_deleted", "its job was deleted; evaluate again");
        }
    }

    private void scored(Sql sql, Ended run, Held held, double seconds) throws SQLException {
        JsonNode schema = read(held.schema());
        OutputScorer scorer = OutputScorer.of(schema);
        OutputValidator validator = new OutputValidator(schema);
        RunTally tally = new RunTally(scorer);
        RunSamples samples = new RunSamples(scorer, json);
        int last = -1;
        List<Result> page = page(sql, held, last);
        while (!page.isEmpty()) {
            List<ScoredRow> judged = new ArrayList<>();
            for (Result result : page) {
                ScoredRow row = judge(result, held.reserves(), scorer, validator);
                tally.add(row);
                if (held.calibrates()) {
                    samples.add(row, result.output(), result.expected(), result.evidence());
                }
                judged.add(row);
                last = result.position();
            }
            store(sql, run.id(), judged);
            page = page(sql, held, last);
        }
        if (tally.rows() == 0) {
            end.fail(sql, run.evaluation(), run.id(), "no_rows", "its job has no results of the dataset's rows");
            return;
        }
        RunEvent event = RunEvent.SCORE;
        sql.update(
                SCORED,
                event.toStored(),
                rows.write(tally.score(seconds)),
                held.calibrates() ? calibrations.write(samples.fit(tally.rows())) : null,
                run.id(),
                event.fromStored());
        end.ended(sql, run.evaluation());
    }

    private static List<Result> page(Sql sql, Held held, int after) throws SQLException {
        return sql.query(RESULTS, Result::read, Calibrator.RESERVED, held.dataset(), held.job(), after, PAGE);
    }

    private static ScoredRow judge(Result result, boolean reserves, OutputScorer scorer, OutputValidator validator) {
        String output = result.output();
        OutputScore score = output == null ? scorer.nothing() : scorer.score(output, result.expected());
        return new ScoredRow(
                result.row(),
                score,
                output != null,
                output != null && validator.problems(output).isEmpty(),
                result.truncated(),
                result.outputTokens(),
                result.seconds(),
                reserves && result.reserved());
    }

    private static void store(Sql sql, UUID run, List<ScoredRow> page) throws SQLException {
        sql.update(
                STORE,
                run,
                page.stream().map(ScoredRow::position).toArray(Integer[]::new),
                page.stream().map(ScoredRow::valid).toArray(Boolean[]::new),
                page.stream().map(ScoredRow::outputTokens).toArray(Integer[]::new),
                page.stream().map(ScoredRow::seconds).toArray(Double[]::new),
                page.stream()
                        .map(row -> row.score().fields().stream()
                                .map(field -> Float.toString(field.floatValue()))
                                .collect(Collectors.joining(",", "{", "}")))
                        .toArray(String[]::new),
                page.stream().map(ScoredRow::reserved).toArray(Boolean[]::new));
    }

    private JsonNode read(String text) {
        try {
            return json.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("what was stored as JSON cannot be read", e);
        }
    }

    private record Ended(UUID id, UUID evaluation) {}

    private record Held(UUID dataset, String schema, UUID job, boolean reserves, boolean calibrates) {}

    private record Job(
            JobState state,
            @Nullable Instant started,
            @Nullable Instant finished) {
        static Job read(Row row) throws SQLException {
            return new Job(JobState.of(row.text("state")), row.timeOrNull("started_at"), row.timeOrNull("finished_at"));
        }

        double seconds() {
            return started == null || finished == null
                    ? 0
                    : Duration.between(started, finished).toMillis() / 1e3;
        }
    }

    private record Result(
            int position,
            int row,
            String expected,
            @Nullable String output,
            @Nullable String evidence,
            boolean reserved,
            boolean truncated,
            int outputTokens,
            double seconds) {
        static Result read(Row row) throws SQLException {
            return new Result(
                    row.number("position"),
                    row.number("row_position"),
                    row.text("expected"),
                    row.textOrNull("output"),
                    row.textOrNull("evidence"),
                    row.flag("reserved"),
                    row.flag("truncated"),
                    row.number("output_tokens"),
                    row.real("seconds"));
        }
    }
}
