package dev.winnow.coordinator.dispatch;

import dev.winnow.common.wire.SizeLimits;
import dev.winnow.coordinator.database.Database;
import dev.winnow.coordinator.database.Sql;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.util.ArrayList;
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

    // Planned shards of a job that are enough for now: a long job is planned while it runs.
    private static final int AHEAD = 500;

    private static final String NEXT_JOB = """
            select j.id, j.planned_items, j.max_output_tokens, j.model, j.quantization,
                   octet_length(j.instruction) as instruction_bytes
            from job j
            where j.state in ('queued', 'running') and j.planned_items < j.item_count
              and (select count(*) from (
                     select 1 from shard s where s.job_id = j.id and s.state = 'planned' limit ?) ahead) < ?
            order by j.priority desc, j.planned_items, j.created_at
            limit 1
            for update of j skip locked""";

    private static final String ITEMS = """
            select position, octet_length(input) + coalesce(octet_length(instruction), ?) as bytes
            from item where job_id = ? and position >= ? order by position limit ?""";

    private static final String INSERT = """
            insert into shard (job_id, state, positions, tokens, model, quantization) values (?, ?, ?, ?, ?, ?)""";

    private final Database database;
    private final DispatchConfig config;

    Planner(Database database, DispatchConfig config) {
        this.database = database;
        this.config = config;
    }

    /** Plans what is to be planned now. */
    public void runOnce() {
        while (database.inTransaction(this::planPage)) {
            // A page a transaction, until no job wants more.
        }
    }

    private boolean planPage(Sql sql) throws SQLException {
        Optional<JobToPlan> found = sql.queryOne(
                NEXT_JOB,
                row -> new JobToPlan(
                        row.uuid("id"),
                        row.number("planned_items"),
                        row.number("max_output_tokens"),
                        row.text("model"),
                        row.text("quantization"),
                        row.number("instruction_bytes")),
                AHEAD,
                AHEAD);
        if (found.isEmpty()) {
            return false;
        }
        JobToPlan job = found.get();
        List<SizedItem> items = sql.query(
                ITEMS,
                row -> new SizedItem(row.number("position"), row.number("bytes")),
                job.instructionBytes(),
                job.id(),
                job.plannedItems(),
                PAGE);
        for (Cut cut : cut(items, job.maxOutputTokens())) {
            sql.update(
                    INSERT,
                    job.id(),
                    ShardState.PLANNED.stored(),
                    cut.positions().toArray(Integer[]::new),
                    cut.tokens(),
                    job.model(),
                    job.quantization());
        }
        sql.update("update job set planned_items = planned_items + ? where id = ?", items.size(), job.id());
        return true;
    }

    List<Cut> cut(List<SizedItem> items, int maxOutputTokens) {
        List<Cut> cuts = new ArrayList<>();
        List<Integer> positions = new ArrayList<>();
        long tokens = 0;
        long bytes = 0;
        for (SizedItem item : items) {
            int itemTokens = item.tokens() + maxOutputTokens;
            boolean full = positions.size() >= Math.min(config.shardItems(), SizeLimits.SHARD_ITEMS)
                    || tokens + itemTokens > config.shardTokens()
                    // A character can become six when it is escaped as JSON; the message must stay within its limit.
                    || bytes + item.bytes() > SizeLimits.MESSAGE_BYTES / 8;
            if (full && !positions.isEmpty()) {
                cuts.add(new Cut(List.copyOf(positions), (int) tokens));
                positions.clear();
                tokens = 0;
                bytes = 0;
            }
            positions.add(item.position());
            tokens += itemTokens;
            bytes += item.bytes();
        }
        if (!positions.isEmpty()) {
            cuts.add(new Cut(List.copyOf(positions), (int) tokens));
        }
        return cuts;
    }

    /** An item and its size. */
    record SizedItem(int position, int bytes) {
        // English and JSON run at about 3.5 bytes a token; an estimate is enough to cut by.
        int tokens() {
            return bytes * 2 / 7 + 1;
        }
    }

    /** The items of one shard to be. */
    record Cut(List<Integer> positions, int tokens) {}

    private record JobToPlan(
            UUID id, int plannedItems, int maxOutputTokens, String model, String quantization, int instructionBytes) {}
}
