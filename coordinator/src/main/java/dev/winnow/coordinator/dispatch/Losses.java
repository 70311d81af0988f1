package dev.winnow.coordinator.dispatch;

import dev.winnow.common.racepoint.RacePoints;
import dev.winnow.common.result.ErrorCode;
import dev.winnow.common.result.ItemFailure;
import dev.winnow.coordinator.database.Database;
import dev.winnow.coordinator.database.Row;
import dev.winnow.coordinator.database.Sql;
import dev.winnow.coordinator.log.Subject;
import dev.winnow.coordinator.racepoint.RacePoint;
import dev.winnow.coordinator.result.Results;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Takes back a shard whose worker was lost. Nobody is convicted on a neighbour's evidence: first the rest of the shard
 * is suspect and runs alone; lost again, it is split; only a single item fails, and only when {@link Blame} has seen
 * enough workers die over it.
 */
@Singleton
@Startup // so that its metrics are there before the first loss
public class Losses {
    private static final Logger LOG = Logger.getLogger(Losses.class);

    private static final String COLUMNS =
            "select id, job_id, epoch, attempt, suspect, lost_by, heard, begun, worker from shard ";

    private static final String PLAN_AGAIN = """
            update shard set state = ?, attempt = attempt + ?, suspect = true, lost_by = ?::text[]::uuid[],
                   losses = cardinality(?::text[]), positions = ?, begun = ?, worker = null, lease_until = null
            where id = ?""";

    private static final String RETURN = """
            update shard set state = ?, attempt = attempt + ?, positions = ?, begun = '{}', worker = null,
                   lease_until = null
            where id = ?""";

    /**
     * In how many parts a suspect is split: each loss costs a worker's life, or an item's time limit where it hangs.
     */
    private static final int PARTS = 4;

    private static final String ANOTHER_PART = """
            insert into shard (job_id, epoch, state, attempt, suspect, positions, tokens, model, quantization)
            select job_id, epoch, ?, attempt, true, ?, tokens, model, quantization from shard where id = ?""";

    private final Database database;
    private final Results results;
    private final Blame blame;
    private final RacePoints<RacePoint> points;
    private final Counter expired;
    private final Counter abandoned;

    Losses(Database database, Results results, Blame blame, RacePoints<RacePoint> points, MeterRegistry meters) {
        this.database = database;
        this.results = results;
        this.blame = blame;
        this.points = points;
        this.expired = lost(meters, "lease_expired");
        this.abandoned = lost(meters, "worker_gone");
    }

    private static Counter lost(MeterRegistry meters, String reason) {
        return Counter.builder("winnow.shards.lost")
                .description("Begun shards that were taken back from their worker")
                .tag("reason", reason)
                .register(meters);
    }

    /**
     * Takes back one shard whose lease has run out by that time.
     *
     * @return whether there was one
     */
    boolean loseExpired(Instant now) {
        return loseOne("where state = any(?) and lease_until < ? order by lease_until", now, expired);
    }

    /**
     * Takes back one shard that a worker holds who is known to be gone.
     *
     * @return whether there was one
     */
    boolean loseOf(UUID incarnation) {
        return loseOne("where state = any(?) and worker = ? order by id", incarnation, abandoned);
    }

    /** Takes back every shard that a worker holds who is known to be gone. */
    public void loseAllOf(UUID incarnation) {
        while (loseOf(incarnation)) {
            // One shard a transaction: who holds a job's row must not wait for another shard's.
        }
    }

    private boolean loseOne(String which, Object parameter, Counter counted) {
        boolean found = database.inTransaction(sql -> {
            Optional<Lost> lost = sql.queryOne(
                    COLUMNS + which + " limit 1 for update skip locked",
                    Losses::read,
                    ShardEvent.LOSE.fromStored(),
                    parameter);
            if (lost.isPresent()) {
                judge(sql, lost.get());
                points.reached(RacePoint.LOSS_JUDGED);
            }
            return lost.isPresent();
        });
        if (found) {
            counted.increment();
            points.reached(RacePoint.LOSS_COMMITTED);
        }
        return found;
    }

    private void judge(Sql sql, Lost lost) throws SQLException {
        List<Integer> open = Unrecorded.of(sql, lost.id());
        if (open.isEmpty()) {
            sql.update(
                    "update shard set state = ? where id = ? and state = any(?)",
                    ShardEvent.FINISH.toStored(),
                    lost.id(),
                    ShardEvent.FINISH.fromStored());
        } else if (blame.none(sql, lost.worker())) {
            sql.update(
                    RETURN,
                    ShardEvent.RETURN.toStored(),
                    ShardEvent.RETURN.attemptStep(),
                    open.toArray(Integer[]::new),
                    lost.id());
        } else if (!lost.suspect()) {
            planAgain(sql, lost, List.of(), open);
        } else if (open.size() > 1) {
            split(sql, lost, open);
        } else {
            judgeSingle(sql, lost, open.get(0));
        }
    }

    private void judgeSingle(Sql sql, Lost lost, int position) throws SQLException {
        List<UUID> lostBy = new ArrayList<>(lost.lostBy());
        if (lost.mayHaveDecoded(position)) {
            lostBy.add(lost.worker());
        }
        if (blame.convicts(sql, lostBy)) {
            convict(sql, lost, lostBy, position);
        } else {
            planAgain(sql, lost, lostBy, List.of(position));
        }
    }

    private void split(Sql sql, Lost lost, List<Integer> open) throws SQLException {
        List<List<Integer>> parts = parts(open, Set.copyOf(lost.begun()));
        planAgain(sql, lost, List.of(), parts.get(0));
        for (List<Integer> part : parts.subList(1, parts.size())) {
            sql.update(ANOTHER_PART, ShardEvent.LOSE.toStored(), part.toArray(Integer[]::new), lost.id());
        }
    }

    /** The likely apart from the unlikely: what was begun in several parts, all the rest in one. */
    static List<List<Integer>> parts(List<Integer> open, Set<Integer> begun) {
        List<Integer> likely = open.stream().filter(begun::contains).toList();
        List<Integer> rest =
                open.stream().filter(position -> !begun.contains(position)).toList();
        List<List<Integer>> parts = new ArrayList<>();
        if (likely.isEmpty() || rest.isEmpty()) {
            cut(open, parts);
        } else {
            cut(likely, parts);
            parts.add(rest);
        }
        return parts;
    }

    private static void cut(List<Integer> positions, List<List<Integer>> parts) {
        int size = (positions.size() + PARTS - 1) / PARTS;
        for (int from = 0; from < positions.size(); from += size) {
            parts.add(positions.subList(from, Math.min(positions.size(), from + size)));
        }
    }

    private void planAgain(Sql sql, Lost lost, List<UUID> lostBy, List<Integer> positions) throws SQLException {
        List<Integer> evidence =
                lost.begun().stream().filter(positions::contains).toList();
        lost.subject()
                .run(() -> LOG.infof(
                        "shard %d attempt %d of job %s was lost with items %s begun, alone by %s",
                        lost.id(), lost.attempt(), lost.job(), evidence, lostBy));
        String[] workers = lostBy.stream().map(UUID::toString).toArray(String[]::new);
        sql.update(
                PLAN_AGAIN,
                ShardEvent.LOSE.toStored(),
                ShardEvent.LOSE.attemptStep(),
                workers,
                workers,
                positions.stream().sorted().toArray(Integer[]::new),
                evidence.toArray(Integer[]::new),
                lost.id());
    }

    private void convict(Sql sql, Lost lost, List<UUID> lostBy, int position) throws SQLException {
        sql.update(
                "update shard set state = ?, losses = ? where id = ? and state = any(?)",
                ShardEvent.CONVICT.toStored(),
                lostBy.size(),
                lost.id(),
                ShardEvent.CONVICT.fromStored());
        results.record(
                sql,
                lost.job(),
                lost.epoch(),
                List.of(new ItemFailure(
                        position,
                        ErrorCode.WORKER_LOST,
                        "the worker was lost %d times while it worked on this item alone".formatted(lostBy.size()))));
    }

    private static Lost read(Row row) throws SQLException {
        return new Lost(
                row.bigNumber("id"),
                row.uuid("job_id"),
                row.number("epoch"),
                row.number("attempt"),
                row.flag("suspect"),
                row.uuids("lost_by"),
                row.flag("heard"),
                row.numbers("begun"),
                row.uuid("worker"));
    }

    private record Lost(
            long id,
            UUID job,
            int epoch,
            int attempt,
            boolean suspect,
            List<UUID> lostBy,
            boolean heard,
            List<Integer> begun,
            UUID worker) {

        Subject subject() {
            return Subject.shard(job, id, attempt);
        }

        // A worker that spoke and did not name the item had not begun it, or was through with it.
        boolean mayHaveDecoded(int position) {
            return !heard || begun.contains(position);
        }
    }
}
