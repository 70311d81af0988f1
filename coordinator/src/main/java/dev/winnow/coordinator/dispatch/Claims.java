package dev.winnow.coordinator.dispatch;

import dev.winnow.common.control.ClaimReply;
import dev.winnow.common.control.HeartbeatReply.Verdict;
import dev.winnow.common.control.HeldShard;
import dev.winnow.common.racepoint.RacePoints;
import dev.winnow.common.work.ShardAttempt;
import dev.winnow.coordinator.database.Database;
import dev.winnow.coordinator.database.Row;
import dev.winnow.coordinator.database.Sql;
import dev.winnow.coordinator.events.JobChanges;
import dev.winnow.coordinator.job.JobEvent;
import dev.winnow.coordinator.racepoint.RacePoint;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/** Grants shards to workers, keeps their leases alive, and takes back what they return. Thread-safe. */
@Singleton
public class Claims {
    private static final String CLAIM = """
            update shard s set state = ?, worker = ?, lease_until = ?, begun = '{}', heard = false
            from job j
            where j.id = s.job_id and s.id = ? and s.attempt = ? and s.state = any(?)
              and j.state in ('queued', 'running')
            returning s.job_id, s.positions""";

    // Sent before its job was paused: planned again for when the job is resumed. Nobody else takes it back soon.
    private static final String RECALL = """
            update shard s set state = ?, attempt = s.attempt + ?
            from job j
            where j.id = s.job_id and s.id = ? and s.attempt = ? and s.state = any(?) and j.state = 'paused'""";

    // Also where the job was paused in between: that it was begun decides what it is resumed to.
    private static final String BEGIN_JOB = """
            update job set state = case when state = any(?) then ? else state end, started_at = ?
            where id = ? and started_at is null""";

    // The answer to a granted claim can get lost: the same worker asks again and is granted again.
    private static final String HELD = """
            select job_id, positions from shard where id = ? and attempt = ? and worker = ? and state = any(?)""";

    // A suspect runs alone: who asks for another shard is through with those that it held.
    private static final String CLEAR_SUSPECTS = """
            update shard set heard = true, begun = '{}'
            where worker = ? and state = any(?) and suspect and id <> ? and not (heard and begun = '{}')""";

    // All shards of a heartbeat at once: a commit for each, from every worker, would be most of what the database does.
    // Locked in the order of their ids, as cancel does.
    private static final String EXTEND = """
            with locked as (
                select id, attempt, worker, state from shard where id = any(?) order by id for update),
            held as (
                select * from unnest(?::bigint[], ?::integer[], ?::text[]) with ordinality h (id, attempt, begun, place)),
            extended as (
                update shard s set state = ?, lease_until = ?, begun = h.begun::integer[],
                       heard = true
                from held h join locked l on l.id = h.id and l.attempt = h.attempt
                where s.id = l.id and l.worker = ? and l.state = any(?)
                returning s.id, s.attempt)
            select e.id is not null as extended, l.state
            from held h left join locked l on l.id = h.id
            left join extended e on e.id = h.id and e.attempt = h.attempt
            order by h.place""";

    private static final String RETURN = """
            update shard set state = ?, attempt = attempt + ?, positions = ?, worker = null, lease_until = null,
                   begun = '{}'
            where id = ?""";

    private final Database database;
    private final DispatchConfig config;
    private final Clock clock;
    private final JobChanges changes;
    private final RacePoints<RacePoint> points;

    Claims(Database database, DispatchConfig config, Clock clock, JobChanges changes, RacePoints<RacePoint> points) {
        this.database = database;
        this.config = config;
        this.clock = clock;
        this.changes = changes;
        this.points = points;
    }

    /** Grants a shard to the first who asks, if it is still to be done. */
    public ClaimReply claim(UUID incarnation, ShardAttempt shard) {
        return database.inTransaction(sql -> {
            sql.update(CLEAR_SUSPECTS, incarnation, ShardEvent.HEARTBEAT.fromStored(), shard.shard());
            Optional<Held> held = take(sql, incarnation, shard);
            if (held.isEmpty()) {
                String reason = whyRefused(sql, shard);
                recallIfPaused(sql, shard);
                return new ClaimReply.Refused(reason);
            }
            UUID job = held.get().job();
            List<Integer> positions = held.get().positions();
            List<Integer> open = Unrecorded.of(sql, shard.shard());
            if (open.isEmpty()) {
                finish(sql, shard.shard());
                return new ClaimReply.Refused("every item is recorded");
            }
            if (sql.update(BEGIN_JOB, JobEvent.BEGIN.fromStored(), JobEvent.BEGIN.toStored(), clock.instant(), job)
                    > 0) {
                changes.changed(job);
            }
            points.reached(RacePoint.CLAIM_GRANTED);
            return new ClaimReply.Granted(positions.stream()
                    .filter(position -> !open.contains(position))
                    .toList());
        });
    }

    private Optional<Held> take(Sql sql, UUID incarnation, ShardAttempt shard) throws SQLException {
        Sql.RowReader<Held> reader = row -> new Held(row.uuid("job_id"), row.numbers("positions"));
        Optional<Held> claimed = sql.queryOne(
                CLAIM,
                reader,
                ShardEvent.CLAIM.toStored(),
                incarnation,
                leaseEnd(),
                shard.shard(),
                shard.attempt(),
                ShardEvent.CLAIM.fromStored());
        return claimed.isPresent()
                ? claimed
                : sql.queryOne(
                        HELD, reader, shard.shard(), shard.attempt(), incarnation, ShardEvent.HEARTBEAT.fromStored());
    }

    private static void recallIfPaused(Sql sql, ShardAttempt shard) throws SQLException {
        sql.update(
                RECALL,
                ShardEvent.RECALL.toStored(),
                ShardEvent.RECALL.attemptStep(),
                shard.shard(),
                shard.attempt(),
                ShardEvent.RECALL.fromStored());
    }

    private static String whyRefused(Sql sql, ShardAttempt shard) throws SQLException {
        return sql.queryOne(
                        "select s.attempt, s.state, j.state as job from shard s join job j on j.id = s.job_id"
                                + " where s.id = ?",
                        row -> "the shard is %s at attempt %d, its job is %s"
                                .formatted(row.text("state"), row.number("attempt"), row.text("job")),
                        shard.shard())
                .orElse("no such shard");
    }

    /** Extends the leases of the shards that the worker says it holds, and says what to do with each. */
    public List<Verdict> extend(UUID incarnation, List<HeldShard> held) {
        if (held.isEmpty()) {
            return List.of();
        }
        Long[] shards = held.stream().map(it -> it.shard().shard()).toArray(Long[]::new);
        return database.inTransaction(sql -> sql.query(
                EXTEND,
                Claims::verdict,
                shards,
                shards,
                held.stream().map(it -> it.shard().attempt()).toArray(Integer[]::new),
                held.stream().map(Claims::begunArray).toArray(String[]::new),
                ShardEvent.HEARTBEAT.toStored(),
                leaseEnd(),
                incarnation,
                ShardEvent.HEARTBEAT.fromStored()));
    }

    private static String begunArray(HeldShard held) {
        return held.begun().stream().map(String::valueOf).collect(Collectors.joining(",", "{", "}"));
    }

    private static Verdict verdict(Row row) throws SQLException {
        if (row.flag("extended")) {
            return Verdict.CONTINUE;
        }
        String state = row.textOrNull("state");
        return state != null && ShardState.of(state) == ShardState.DONE ? Verdict.RECORDED : Verdict.STOP;
    }

    /** Takes a shard back without blame; does nothing if it is not that worker's any more. */
    public void giveBack(UUID incarnation, ShardAttempt shard) {
        database.inTransaction(sql -> {
            Optional<Held> held = sql.queryOne(
                    HELD + " for update",
                    row -> new Held(row.uuid("job_id"), row.numbers("positions")),
                    shard.shard(),
                    shard.attempt(),
                    incarnation,
                    ShardEvent.RETURN.fromStored());
            if (held.isPresent()) {
                List<Integer> open = Unrecorded.of(sql, shard.shard());
                if (open.isEmpty()) {
                    return finish(sql, shard.shard());
                }
                return sql.update(
                        RETURN,
                        ShardEvent.RETURN.toStored(),
                        ShardEvent.RETURN.attemptStep(),
                        open.toArray(Integer[]::new),
                        shard.shard());
            }
            return 0;
        });
    }

    private static int finish(Sql sql, long shard) throws SQLException {
        return sql.update(
                "update shard set state = ? where id = ? and state = any(?)",
                ShardEvent.FINISH.toStored(),
                shard,
                ShardEvent.FINISH.fromStored());
    }

    private Instant leaseEnd() {
        return clock.instant().plus(config.lease());
    }

    private record Held(UUID job, List<Integer> positions) {}
}
