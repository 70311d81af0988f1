package dev.winnow.coordinator.schedule;

import dev.winnow.coordinator.adapter.AdapterListener;
import dev.winnow.coordinator.database.Row;
import dev.winnow.coordinator.database.Sql;
import dev.winnow.coordinator.problem.Problem;
import dev.winnow.coordinator.problem.ProblemException;
import dev.winnow.coordinator.webhook.ScheduleEnds;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Runs whose candidate waits for a person, and how they end: in the very transaction in which the person decides,
 * whatever that is done by. Thread-safe.
 */
@Singleton
class WaitingRuns implements AdapterListener {
    // The newest run that came to the adapter, to tell what it has overtaken.
    private static final String OF_TENANT = """
            select r.id, r.candidate, s.gate,
                   coalesce((select max(n.id) from schedule_run n where n.schedule_id = s.id and n.candidate = ?), 0)
                       as chosen
            from schedule_run r join schedule s on s.id = r.schedule_id
            where s.tenant = ? and r.state = any(?) order by r.id for update of r""";

    private static final String OF_CANDIDATE = """
            select id from schedule_run where schedule_id = ? and candidate = ? and state = any(?) order by id for update""";

    private static final String CANDIDATES = """
            select candidate from schedule_run where schedule_id = ? and state = any(?)
            group by candidate order by max(id)""";

    private static final String END = """
            update schedule_run set state = ?, ended_at = ?, code = ?, detail = ? where id = ? and state = any(?)""";

    private final ScheduleEnds hooks;
    private final Clock clock;

    WaitingRuns(ScheduleEnds hooks, Clock clock) {
        this.hooks = hooks;
        this.clock = clock;
    }

    /** The candidates of a schedule that wait, the latest last. */
    List<String> candidates(Sql sql, UUID schedule) throws SQLException {
        return sql.query(CANDIDATES, row -> row.text("candidate"), schedule, RunEvent.DECIDE_KEEP.fromStored());
    }

    @Override
    public void chosen(Sql sql, String tenant, String alias, String adapter) throws SQLException {
        for (Waiting run : of(sql, tenant, adapter)) {
            if (!run.alias().equals(alias)) {
                continue;
            }
            if (run.candidate().equals(adapter)) {
                end(sql, run.id(), RunEvent.DECIDE_PROMOTE, "decided", adapter + " was promoted while it waited");
            } else if (run.chosen() > run.id()) {
                end(sql, run.id(), RunEvent.DECIDE_KEEP, "superseded", adapter + ", which came later, was promoted");
            }
        }
    }

    @Override
    public void deleted(Sql sql, String tenant, String adapter) throws SQLException {
        for (Waiting run : of(sql, tenant, adapter)) {
            if (run.candidate().equals(adapter)) {
                end(sql, run.id(), RunEvent.DECIDE_KEEP, "candidate_deleted", adapter + " was deleted");
            }
        }
    }

    /**
     * A person keeps the champion.
     *
     * @param candidate that does not take its place; null for the only one that waits
     * @throws ProblemException if it does not wait, or several do
     */
    void keep(Sql sql, ScheduleRow schedule, @Nullable String candidate) throws SQLException {
        List<String> waiting = candidates(sql, schedule.id());
        if (candidate == null && waiting.size() > 1) {
            throw Problem.of(409, "several_wait", "%s wait for a person".formatted(String.join(", ", waiting)))
                    .remedy("say which, or promote the best of them: what is older is kept with it")
                    .exception();
        }
        String which = candidate == null && !waiting.isEmpty() ? waiting.get(0) : candidate;
        // Another may decide between the look and this.
        List<Long> runs = which == null
                ? List.of()
                : sql.query(
                        OF_CANDIDATE,
                        row -> row.bigNumber("id"),
                        schedule.id(),
                        which,
                        RunEvent.DECIDE_KEEP.fromStored());
        if (runs.isEmpty()) {
            throw Problem.of(
                            409,
                            "nothing_waits",
                            "%s of schedule '%s' waits for a person"
                                    .formatted(which == null ? "nothing" : "no " + which, schedule.name()))
                    .remedy("its history tells what has become of each run")
                    .exception();
        }
        for (long run : runs) {
            end(sql, run, RunEvent.DECIDE_KEEP, "decided", "a person has kept the champion");
        }
    }

    private static List<Waiting> of(Sql sql, String tenant, String adapter) throws SQLException {
        return sql.query(OF_TENANT, Waiting::read, adapter, tenant, RunEvent.DECIDE_PROMOTE.fromStored());
    }

    private void end(Sql sql, long run, RunEvent event, String code, String detail) throws SQLException {
        if (sql.update(END, event.toStored(), clock.instant(), code, detail, run, event.fromStored()) == 1) {
            hooks.ended(sql, run);
        }
    }

    /**
     * One of them.
     *
     * @param alias that the candidate is to stand behind
     * @param chosen the newest run of its schedule that came to the adapter in question, or 0
     */
    private record Waiting(long id, String candidate, String alias, long chosen) {
        static Waiting read(Row row) throws SQLException {
            return new Waiting(
                    row.bigNumber("id"),
                    row.text("candidate"),
                    Objects.requireNonNull(ScheduleGate.stored(row.text("gate")))
                            .promote(),
                    row.bigNumber("chosen"));
        }
    }
}
