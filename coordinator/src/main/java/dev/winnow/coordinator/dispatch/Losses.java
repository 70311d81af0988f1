package dev.winnow.coordinator.dispatch;

import dev.winnow.common.racepoint.RacePoints;
import dev.winnow.common.result.ErrorCode;
import dev.winnow.common.result.ItemFailure;
import dev.winnow.coordinator.database.Database;
import dev.winnow.coordinator.database.Row;
import dev.winnow.coordinator.database.Sql;
import dev.winnow.coordinator.racepoint.RacePoint;
import dev.winnow.coordinator.result.Results;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Takes back a shard whose worker was lost. Nobody is convicted on a neighbour's evidence: first the rest of the shard
 * is suspect and runs alone; lost again, it is split in halves; only a single item that is lost alone twice fails.
 */
@Singleton
public class Losses {
    private static final Logger LOG = Logger.getLogger(Losses.class);

    /** How often an item must be lost alone before it is held to be the reason. */
    static final int LOSSES_THAT_CONVICT = 2;

    private static final String COLUMNS = "select id, job_id, epoch, attempt, suspect, losses, begun from shard ";

    private static final String PLAN_AGAIN = """
            update shard set state = ?, attempt = attempt + ?, suspect = true, losses = ?, positions = ?, begun = ?,
                   worker = null, lease_until = null
            where id = ?""";

    private static final String SECOND_HALF = """
            insert into shard (job_id, epoch, state, attempt, suspect, positions, tokens, model, quantization)
            select job_id, epoch, ?, attempt, true, ?, tokens, model, quantization from shard where id = ?""";

    private final Database database;
    private final Results results;
    private final RacePoints<RacePoint> points;

    Losses(Database database, Results results, RacePoints<RacePoint> points) {
        this.database = database;
        this.results = results;
        this.points = points;
    }

    /**
     * Takes back one shard whose lease has run out by that time.
     *
     * @return whether there was one
     */
    boolean loseExpired(Instant now) {
        return loseOne("where state = any(?) and lease_until < ? order by lease_until", now);
    }

    /**
     * Takes back one shard that a worker holds who is known to be gone.
     *
     * @return whether there was one
     */
    boolean loseOf(UUID incarnation) {
        return loseOne("where state = any(?) and worker = ? order by id", incarnation);
    }

    /** Takes back every shard that a worker holds who is known to be gone. */
    public void loseAllOf(UUID incarnation) {
        while (loseOf(incarnation)) {
            // One shard a transaction: who holds a job's row must not wait for another shard's.
        }
    }

    private boolean loseOne(String which, Object parameter) {
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
            points.reached(RacePoint.LOSS_COMMITTED);
        }
        return found;
    }

    private void judge(Sql sql, Lost lost) throws SQLException {
        List<Integer> open = Unrecorded.of(sql, lost.id());
        if (open.isEmpty()) {
            move(sql, ShardEvent.FINISH, lost);
        } else if (!lost.suspect()) {
            planAgain(sql, lost, 0, open);
        } else if (open.size() > 1) {
            split(sql, lost, open);
        } else if (lost.losses() + 1 < LOSSES_THAT_CONVICT) {
            planAgain(sql, lost, lost.losses() + 1, open);
        } else {
            convict(sql, lost, open.get(0));
        }
    }

    private void split(Sql sql, Lost lost, List<Integer> open) throws SQLException {
        // Those that were begun first: the halves then part the likely from the unlikely.
        Set<Integer> begun = Set.copyOf(lost.begun());
        List<Integer> ordered = new ArrayList<>(open);
        ordered.sort(Comparator.comparing(position -> !begun.contains(position)));
        int half = (ordered.size() + 1) / 2;
        planAgain(sql, lost, 0, ordered.subList(0, half));
        sql.update(
                SECOND_HALF,
                ShardEvent.LOSE.toStored(),
                ordered.subList(half, ordered.size()).toArray(Integer[]::new),
                lost.id());
    }

    private void planAgain(Sql sql, Lost lost, int losses, List<Integer> positions) throws SQLException {
        List<Integer> evidence =
                lost.begun().stream().filter(positions::contains).toList();
        LOG.infof(
                "shard %d attempt %d of job %s was lost with items %s begun",
                lost.id(), lost.attempt(), lost.job(), evidence);
        sql.update(
                PLAN_AGAIN,
                ShardEvent.LOSE.toStored(),
                ShardEvent.LOSE.attemptStep(),
                losses,
                positions.stream().sorted().toArray(Integer[]::new),
                evidence.toArray(Integer[]::new),
                lost.id());
    }

    private void convict(Sql sql, Lost lost, int position) throws SQLException {
        move(sql, ShardEvent.CONVICT, lost);
        results.record(
                sql,
                lost.job(),
                lost.epoch(),
                List.of(new ItemFailure(
                        position,
                        ErrorCode.WORKER_LOST,
                        "the worker was lost %d times while it worked on this item alone"
                                .formatted(LOSSES_THAT_CONVICT))));
    }

    private static void move(Sql sql, ShardEvent event, Lost lost) throws SQLException {
        sql.update(
                "update shard set state = ?, losses = losses + ? where id = ? and state = any(?)",
                event.toStored(),
                event.blames() ? 1 : 0,
                lost.id(),
                event.fromStored());
    }

    private static Lost read(Row row) throws SQLException {
        return new Lost(
                row.bigNumber("id"),
                row.uuid("job_id"),
                row.number("epoch"),
                row.number("attempt"),
                row.flag("suspect"),
                row.number("losses"),
                row.numbers("begun"));
    }

    private record Lost(long id, UUID job, int epoch, int attempt, boolean suspect, int losses, List<Integer> begun) {}
}
