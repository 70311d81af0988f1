package dev.winnow.coordinator.dispatch;

import dev.winnow.common.racepoint.RacePoints;
import dev.winnow.coordinator.database.Database;
import dev.winnow.coordinator.database.Row;
import dev.winnow.coordinator.database.Sql;
import dev.winnow.coordinator.dispatch.ShardCutter.Cut;
import dev.winnow.coordinator.dispatch.ShardCutter.SizedItem;
import dev.winnow.coordinator.racepoint.RacePoint;
import dev.winnow.coordinator.result.Rate;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Cuts jobs into shards, a page of items at a time, so that a job of any length begins at once and no transaction grows
 * with it. Replicas share the work: a job that one plans is skipped by the others.
 */
@Singleton
public class Planner {
    /** Items read in one transaction. */
    static final int PAGE = 2_000;

    // Planned shards of a job that are enough for now: a long job is planned while it runs, in shards whose size
    // follows its rate. A large fleet takes that many at once, so there are also some for each worker.
    private static final int AHEAD = 64;
    private static final int AHEAD_OF_WORKER = 4;

    // For so long the last job of the same kind tells how fast the next one may go: the fleet is much the same.
    private static final Duration FRESH = Duration.ofHours(1);

    private static final String NEXT_JOB = """
            select j.id, j.epoch, j.item_count, j.planned_items, j.max_output_tokens, j.model, j.quantization,
                   octet_length(j.instruction) as instruction_bytes, j.rate, j.rate_at, j.started_at,
                   alike.rate as alike_rate, alike.rate_at as alike_rate_at, alike.started_at as alike_started_at,
                   j.window_prompt_tokens, j.window_overlap_tokens, fleet.workers, fleet.ahead
            from job j
            left join lateral (
                select a.rate, a.rate_at, a.started_at from job a
                where a.tenant = j.tenant and a.schema_hash = j.schema_hash and a.model = j.model
                  and a.quantization = j.quantization and a.state = 'done' and a.finished_at > ?
                order by a.finished_at desc limit 1) alike on j.rate_at is null
            cross join lateral (
                select count(*) as workers, greatest(?, count(*) * ?) as ahead from worker w
                where w.model = j.model and w.quantization = j.quantization and w.state = 'live') fleet
            where j.state in ('queued', 'running') and j.planned_items < j.item_count
              and (select count(*) from (
                     select 1 from shard s where s.job_id = j.id and s.state = 'planned' limit fleet.ahead) planned)
                  < fleet.ahead
            order by j.priority desc, j.planned_items, j.created_at
            limit 1
            for update of j skip locked""";

    private static final String ITEMS = """
            select position, octet_length(input) + coalesce(octet_length(instruction), ?) as bytes,
                   coalesce(hashtext(instruction), 0) as prefix, twin_of is not null as twin
            from item where job_id = ? and position >= ? order by position limit ?""";

    private static final String ITEMS_AGAIN = """
            select i.position, octet_length(i.input) + coalesce(octet_length(i.instruction), ?) as bytes,
                   coalesce(hashtext(i.instruction), 0) as prefix, i.twin_of is not null as twin
            from result r join item i on i.job_id = r.job_id and i.position = r.position
            where r.job_id = ? and r.position >= ? and r.error_code is not null and r.epoch < ?
            order by r.position limit ?""";

    private static final String INSERT = """
            insert into shard (job_id, epoch, state, positions, tokens, model, quantization)
            values (?, ?, ?, ?, ?, ?, ?)""";

    private final Database database;
    private final DispatchConfig config;
    private final Clock clock;
    private final RacePoints<RacePoint> points;

    Planner(Database database, DispatchConfig config, Clock clock, RacePoints<RacePoint> points) {
        this.database = database;
        this.config = config;
        this.clock = clock;
        this.points = points;
    }

    /** Plans what is to be planned now. */
    public void runOnce() {
        while (database.inTransaction(this::planPage)) {
            // A page a transaction, until no job wants more.
            points.reached(RacePoint.PAGE_COMMITTED);
        }
    }

    private boolean planPage(Sql sql) throws SQLException {
        Optional<JobToPlan> found =
                sql.queryOne(NEXT_JOB, this::read, clock.instant().minus(FRESH), AHEAD, AHEAD_OF_WORKER);
        if (found.isEmpty()) {
            return false;
        }
        JobToPlan job = found.get();
        int limit = Math.min(PAGE, job.ahead() * job.cutter().items());
        List<PlannedItem> items = items(sql, job, limit);
        // A twin ends when the item ends whose text it has.
        List<SizedItem> own = items.stream()
                .filter(item -> !item.twin())
                .map(PlannedItem::sized)
                .toList();
        for (Cut cut : job.cutter().cut(own, job.cost())) {
            sql.update(
                    INSERT,
                    job.id(),
                    job.epoch(),
                    ShardState.PLANNED.stored(),
                    cut.positions().toArray(Integer[]::new),
                    cut.tokens(),
                    job.model(),
                    job.quantization());
        }
        points.reached(RacePoint.SHARDS_CUT);
        int planned = items.size() < limit
                ? job.itemCount()
                : items.get(items.size() - 1).sized().position() + 1;
        sql.update("update job set planned_items = ? where id = ?", planned, job.id());
        return true;
    }

    private static List<PlannedItem> items(Sql sql, JobToPlan job, int limit) throws SQLException {
        Sql.RowReader<PlannedItem> reader = row -> new PlannedItem(
                new SizedItem(row.number("position"), row.number("bytes"), row.number("prefix")), row.flag("twin"));
        if (job.epoch() == 1) {
            return sql.query(ITEMS, reader, job.instructionBytes(), job.id(), job.plannedItems(), limit);
        }
        return sql.query(ITEMS_AGAIN, reader, job.instructionBytes(), job.id(), job.plannedItems(), job.epoch(), limit);
    }

    private JobToPlan read(Row row) throws SQLException {
        return new JobToPlan(
                row.uuid("id"),
                row.number("epoch"),
                row.number("item_count"),
                row.number("planned_items"),
                new ItemCost(row.number("max_output_tokens"), row.number("instruction_bytes"), JobWindows.of(row)),
                row.text("model"),
                row.text("quantization"),
                row.number("instruction_bytes"),
                row.number("ahead"),
                ShardCutter.of(
                        config,
                        itemsPerSecond(row),
                        row.number("workers"),
                        row.number("item_count") - row.number("planned_items")));
    }

    private double itemsPerSecond(Row row) throws SQLException {
        Instant started = row.timeOrNull("started_at");
        Instant counted = row.timeOrNull("rate_at");
        if (started != null && counted != null) {
            return new Rate(row.real("rate"), counted).now(started, clock.instant());
        }
        // Nothing has ended yet, so it is taken to be like the last job that was asked the same.
        Instant alikeStarted = row.timeOrNull("alike_started_at");
        Instant alikeCounted = row.timeOrNull("alike_rate_at");
        return alikeStarted == null || alikeCounted == null
                ? 0
                : new Rate(row.real("alike_rate"), alikeCounted).now(alikeStarted, alikeCounted);
    }

    private record PlannedItem(SizedItem sized, boolean twin) {}

    private record JobToPlan(
            UUID id,
            int epoch,
            int itemCount,
            int plannedItems,
            ItemCost cost,
            String model,
            String quantization,
            int instructionBytes,
            int ahead,
            ShardCutter cutter) {}
}
