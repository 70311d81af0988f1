package dev.winnow.coordinator.verification;

import dev.winnow.coordinator.database.Database;
import dev.winnow.coordinator.database.Row;
import dev.winnow.coordinator.database.Sql;
import dev.winnow.coordinator.dispatch.ShardEvent;
import dev.winnow.coordinator.problem.Problem;
import dev.winnow.coordinator.verification.Balance.Claimed;
import dev.winnow.coordinator.verification.Balance.Positions;
import dev.winnow.coordinator.verification.Balance.Stored;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Reads all of a job in one snapshot, a page at a time, so that work may go on meanwhile and memory stays small.
 * Thread-safe.
 */
@Singleton
class Reconciliation {
    private static final int PAGE = 5_000;

    // All statements see the job as it was at one moment; nobody waits for it.
    private static final String SNAPSHOT = "set transaction isolation level repeatable read, read only";

    private static final String JOB = """
            select state, epoch, finished_at is not null as finished, item_count, planned_items, succeeded, failed
            from job where id = ? and tenant = ?""";

    // An error of an older epoch is being tried again: it counts as an error, and the item has yet to end.
    // The texts are hashed where they are; only the hashes travel.
    private static final String ITEMS = """
            select i.position, coalesce(i.external_id, i.position::text) as id, r.output is not null as has_output,
                   coalesce(r.error_code is not null and r.epoch < ?, false) as again,
                   encode(sha256(convert_to(
                       coalesce(r.output, r.error_code || E'\\n' || coalesce(r.error_message, '')), 'UTF8')), 'hex')
                       as hash
            from item i left join result r on r.job_id = i.job_id and r.position = i.position
            where i.job_id = ? and i.position > ? order by i.position limit ?""";

    private static final String SHARDS = "select state, count(*) as shards from shard where job_id = ? group by state";

    private static final String WITHOUT_ITEM = """
            select count(*) as n, min(r.position) as first from result r where r.job_id = ? and not exists (
                select 1 from item i where i.job_id = r.job_id and i.position = r.position)""";

    private static final String TWINS_LEFT = """
            select count(*) as n, min(twin.position) as first from item twin
            join result r on r.job_id = twin.job_id and r.position = twin.twin_of
            where twin.job_id = ? and twin.twin_of is not null and not exists (
                select 1 from result own where own.job_id = twin.job_id and own.position = twin.position)""";

    private static final String OPEN = """
            with open as (
                select unnest(positions) as position from shard where job_id = ? and epoch = ? and state = any(?))
            """;

    private static final String LOST = OPEN + """
            select count(*) as n, min(i.position) as first from item i left join open o on o.position = i.position
            where i.job_id = ? and i.position < ? and i.twin_of is null and o.position is null and not exists (
                select 1 from result r where r.job_id = i.job_id and r.position = i.position
                  and (r.error_code is null or r.epoch >= ?))""";

    private static final String HELD_TWICE = OPEN + """
            select count(*) as n, min(position) as first from (
                select position from open group by position having count(*) > 1) twice""";

    private static final String HELD_WITHOUT_ITEM = OPEN + """
            select count(*) as n, min(o.position) as first from open o where not exists (
                select 1 from item i where i.job_id = ? and i.position = o.position)""";

    private final Database database;
    private final int most;
    private final Semaphore running;

    Reconciliation(Database database, VerificationConfig config) {
        this.database = database;
        this.most = config.atOnce();
        this.running = new Semaphore(most);
    }

    /** Verifies one job of a tenant. */
    Verification verify(String tenant, UUID job) {
        if (!running.tryAcquire()) {
            throw Problem.of(429, "too_many_verifications", "too many jobs are being verified")
                    .limit(most)
                    .remedy("try again when one of them is through, or raise winnow.verification.at-once")
                    .exception();
        }
        try {
            return database.inTransaction(sql -> read(sql, tenant, job));
        } finally {
            running.release();
        }
    }

    private static Verification read(Sql sql, String tenant, UUID id) throws SQLException {
        sql.update(SNAPSHOT);
        Claimed job = sql.queryOne(JOB, Reconciliation::claimed, id, tenant)
                .orElseThrow(() -> Problem.of(404, "unknown_job", "there is no extraction job " + id)
                        .remedy("GET /api/v1/extractions lists those there are")
                        .exception());
        ResultHash hash = new ResultHash();
        Stored stored = stored(sql, id, job.epoch(), hash);
        Balance balance = new Balance();
        balance.compare(job, stored);
        balance.none("result_without_item", "results belong to no item", positions(sql, WITHOUT_ITEM, id));
        if (!job.state().equals("expiring")) { // then pages of items end without their twins
            balance.none("twin_left", "items have no result, and their twins have", positions(sql, TWINS_LEFT, id));
        }
        compareShards(sql, id, job, balance);
        return new Verification(
                id,
                job.state(),
                balance.findings().isEmpty(),
                stored.unanswered() == 0,
                stored.items(),
                stored.outputs(),
                stored.errors(),
                stored.unanswered(),
                shards(sql, id),
                hash.finish(),
                balance.findings());
    }

    private static void compareShards(Sql sql, UUID id, Claimed job, Balance balance) throws SQLException {
        String[] open = ShardEvent.CANCEL.fromStored();
        if (!job.state().equals("cancelled")) {
            balance.none(
                    "item_lost",
                    "items have no result, and no shard will bring one",
                    positions(sql, LOST, id, job.epoch(), open, id, job.planned(), job.epoch()));
        }
        balance.none(
                "item_held_twice",
                "items are in several open shards",
                positions(sql, HELD_TWICE, id, job.epoch(), open));
        balance.none(
                "shard_without_item",
                "positions of open shards have no item",
                positions(sql, HELD_WITHOUT_ITEM, id, job.epoch(), open, id));
    }

    private static Stored stored(Sql sql, UUID job, int epoch, ResultHash hash) throws SQLException {
        long items = 0;
        long outputs = 0;
        long errors = 0;
        long again = 0;
        long firstGap = -1;
        List<Item> page = sql.query(ITEMS, Reconciliation::item, epoch, job, -1, PAGE);
        while (!page.isEmpty()) {
            for (Item item : page) {
                if (firstGap < 0 && item.position() != items) {
                    firstGap = items;
                }
                items++;
                outputs += item.hasOutput() ? 1 : 0;
                errors += item.result() != null && !item.hasOutput() ? 1 : 0;
                again += item.again() ? 1 : 0;
                hash.add(item.id(), item.result());
            }
            page = sql.query(
                    ITEMS,
                    Reconciliation::item,
                    epoch,
                    job,
                    page.get(page.size() - 1).position(),
                    PAGE);
        }
        return new Stored(items, outputs, errors, items - outputs - errors + again, firstGap);
    }

    private static Map<String, Long> shards(Sql sql, UUID job) throws SQLException {
        Map<String, Long> shards = new TreeMap<>();
        for (var entry : sql.query(SHARDS, row -> Map.entry(row.text("state"), row.bigNumber("shards")), job)) {
            shards.put(entry.getKey(), entry.getValue());
        }
        return shards;
    }

    private static Positions positions(Sql sql, String query, Object... parameters) throws SQLException {
        return sql.queryOne(query, row -> new Positions(row.bigNumber("n"), row.bigNumber("first")), parameters)
                .orElseThrow();
    }

    private static Claimed claimed(Row row) throws SQLException {
        return new Claimed(
                row.text("state"),
                row.number("epoch"),
                row.flag("finished"),
                row.number("item_count"),
                row.number("planned_items"),
                row.number("succeeded"),
                row.number("failed"));
    }

    private static Item item(Row row) throws SQLException {
        return new Item(
                row.number("position"),
                row.text("id"),
                row.flag("has_output"),
                row.flag("again"),
                row.textOrNull("hash"));
    }

    private record Item(
            int position,
            String id,
            boolean hasOutput,
            boolean again,
            @Nullable String result) {}
}
