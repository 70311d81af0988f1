package dev.winnow.coordinator.schedule;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.winnow.common.racepoint.RacePoints;
import dev.winnow.coordinator.adapter.ChampionAlias;
import dev.winnow.coordinator.audit.Audit;
import dev.winnow.coordinator.database.Database;
import dev.winnow.coordinator.database.DatabaseException;
import dev.winnow.coordinator.database.Sql;
import dev.winnow.coordinator.evaluation.Evaluations;
import dev.winnow.coordinator.evaluation.Evaluations.Prepared;
import dev.winnow.coordinator.judgement.JudgementView;
import dev.winnow.coordinator.judgement.Judgements;
import dev.winnow.coordinator.problem.Problem;
import dev.winnow.coordinator.problem.ProblemException;
import dev.winnow.coordinator.racepoint.RacePoint;
import dev.winnow.coordinator.schedule.JudgedRuns.JudgedRun;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Judges what schedules with a gate have trained. Two steps, each one transaction with the run's next state, under the
 * run's lock: the evaluation of candidate and champion is stored; it is judged, and the alias is moved. So whoever
 * dies, and however many look, each is done once. Thread-safe.
 */
@Singleton
class RunJudging {
    private static final Logger LOG = Logger.getLogger(RunJudging.class);

    private final Database database;
    private final JudgedRuns runs;
    private final Evaluations evaluations;
    private final Judgements judgements;
    private final ChampionAlias aliases;
    private final Audit audit;
    private final ObjectMapper json;
    private final RacePoints<RacePoint> points;

    RunJudging(
            Database database,
            JudgedRuns runs,
            Evaluations evaluations,
            Judgements judgements,
            ChampionAlias aliases,
            Audit audit,
            ObjectMapper json,
            RacePoints<RacePoint> points) {
        this.database = database;
        this.runs = runs;
        this.evaluations = evaluations;
        this.judgements = judgements;
        this.aliases = aliases;
        this.audit = audit;
        this.json = json;
        this.points = points;
    }

    /**
     * Takes each run one step on whose training or evaluation has ended.
     *
     * @return how many were looked at
     */
    int runOnce() {
        int looked = 0;
        for (JudgedRun run : runs.trained()) {
            attempt(run, () -> evaluate(run));
            looked++;
        }
        for (JudgedRun run : runs.evaluated()) {
            attempt(run, () -> judge(run));
            looked++;
        }
        return looked;
    }

    private void attempt(JudgedRun run, Runnable step) {
        try {
            step.run();
        } catch (ProblemException e) {
            Problem why = e.problem();
            if (why.status() == 429 || why.status() >= 500) {
                runs.postpone(run.id(), why);
                return;
            }
            LOG.warnf("schedule %s does not judge %s: %s", run.schedule(), run.candidate(), why.detail());
            runs.fail(run.id(), why);
        } catch (RuntimeException e) {
            if (e instanceof DatabaseException failed && !failed.dataRefused()) {
                throw e; // the next round tries again
            }
            // Tried again it would be the same, each second.
            LOG.errorf(e, "schedule %s cannot judge %s", run.schedule(), run.candidate());
            runs.fail(
                    run.id(),
                    Problem.of(500, "internal_error", "the judgement failed: " + e)
                            .remedy("the coordinator's log has the error, please report it"));
        }
    }

    private void evaluate(JudgedRun run) {
        String candidate = run.candidate();
        if (candidate == null) {
            throw run.withoutAdapter();
        }
        ScheduleGate gate = run.gate();
        String champion = champion(run);
        if (candidate.equals(champion)) {
            runs.keepItself(run.id(), candidate);
            return;
        }
        // What the rows need is counted in tokens, which has no place in a transaction with locks.
        Prepared prepared;
        try {
            prepared = evaluations.prepareJudged(
                    run.tenant(), run.dataset(), champion, candidate, gate.rows(), gate.quantization());
        } catch (ProblemException e) {
            if (!Objects.equals(champion, champion(run))) {
                return; // that champion is none any more, and perhaps gone: the next round looks anew
            }
            throw e;
        }
        database.inTransaction(sql -> {
            if (runs.hold(sql, run.id(), RunEvent.EVALUATE)) {
                UUID evaluation = evaluations.store(sql, run.tenant(), prepared, null);
                runs.evaluate(sql, run.id(), candidate, champion, evaluation);
                points.reached(RacePoint.RUN_EVALUATED);
            }
            return run;
        });
    }

    private @Nullable String champion(JudgedRun run) {
        return database.inTransaction(sql -> Optional.ofNullable(
                        aliases.held(sql, run.tenant(), run.gate().promote())))
                .orElse(null);
    }

    private void judge(JudgedRun run) {
        Optional<String> said = database.inTransaction(sql ->
                runs.hold(sql, run.id(), RunEvent.PROMOTE) ? Optional.of(judge(sql, run)) : Optional.<String>empty());
        said.ifPresent(what -> LOG.infof("schedule %s: %s", run.schedule(), what));
    }

    private String judge(Sql sql, JudgedRun run) throws SQLException {
        String candidate = Objects.requireNonNull(run.candidate());
        String alias = run.gate().promote();
        @Nullable String champion = aliases.held(sql, run.tenant(), alias);
        if (!Objects.equals(champion, run.champion())) {
            return again(sql, run, champion);
        }
        JudgementView judgement = judgements.judge(
                sql,
                run.tenant(),
                Objects.requireNonNull(run.evaluation()),
                champion,
                candidate,
                alias,
                run.gate().against(champion));
        RunEvent event = RunEvent.valueOf(judgement.outcome().toUpperCase(Locale.ROOT));
        runs.end(sql, run.id(), event, json.valueToTree(judgement).toString());
        if (judgement.promoted() != null) {
            audit.note(
                    sql,
                    run.tenant(),
                    "schedule " + run.schedule(),
                    "PUT",
                    "/api/v1/adapter-aliases/" + judgement.promoted());
        }
        points.reached(RacePoint.RUN_JUDGED);
        return "%s against %s: %s".formatted(candidate, champion == null ? "the model alone" : champion, event);
    }

    private String again(Sql sql, JudgedRun run, @Nullable String champion) throws SQLException {
        runs.evaluateAgain(sql, run.id());
        return "'%s' stands for %s by now, and %s is evaluated beside that"
                .formatted(run.gate().promote(), champion == null ? "nothing" : champion, run.candidate());
    }
}
