package dev.winnow.coordinator.result;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.winnow.common.racepoint.RacePoints;
import dev.winnow.common.result.ErrorCode;
import dev.winnow.common.result.ItemResult;
import dev.winnow.coordinator.calibration.Calibrations;
import dev.winnow.coordinator.database.Row;
import dev.winnow.coordinator.database.Sql;
import dev.winnow.coordinator.events.JobChanges;
import dev.winnow.coordinator.job.JobEvent;
import dev.winnow.coordinator.job.JobState;
import dev.winnow.coordinator.racepoint.RacePoint;
import dev.winnow.coordinator.webhook.JobEnds;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Records how items ended: at most once each, whoever says it and how often. */
@Singleton
public class Results {
    private static final String JOB = "select item_count, twins from job where id = ?";

    // One statement, however many items there are. The first recorded wins within an epoch. What is new in a later one
    // replaces an error: only those are tried again.
    private static final String INSERT = """
            with fresh as (
                insert into result (job_id, position, output, truncated, error_code, error_message,
                                    input_tokens, output_tokens, steps, seconds, made_by, evidence, least_confidence,
                                    recorded_at, epoch)
                select ?::uuid, %s, r.output, r.truncated, r.error_code, r.error_message,
                       r.input_tokens, r.output_tokens, r.steps, r.seconds, r.made_by, r.evidence, r.least_confidence,
                       ?::timestamptz, ?::integer
                from unnest(?::integer[], ?::text[], ?::boolean[], ?::text[], ?::text[],
                            ?::integer[], ?::integer[], ?::integer[], ?::float8[], ?::text[], ?::text[], ?::float8[])
                     as r (position, output, truncated, error_code, error_message,
                           input_tokens, output_tokens, steps, seconds, made_by, evidence, least_confidence)
                %s
                on conflict (job_id, position) do update
                set output = excluded.output, truncated = excluded.truncated, error_code = excluded.error_code,
                    error_message = excluded.error_message, input_tokens = excluded.input_tokens,
                    output_tokens = excluded.output_tokens, steps = excluded.steps, seconds = excluded.seconds,
                    made_by = excluded.made_by, evidence = excluded.evidence,
                    least_confidence = excluded.least_confidence,
                    recorded_at = excluded.recorded_at, epoch = excluded.epoch
                where result.epoch < excluded.epoch and result.error_code is not null
                returning error_code, input_tokens, output_tokens)
            select coalesce(error_code, ?) as outcome, count(*) as items,
                   coalesce(sum(input_tokens), 0) as input_tokens, coalesce(sum(output_tokens), 0) as output_tokens
            from fresh group by 1""";

    private static final String INSERT_OWN = INSERT.formatted("r.position", "");

    // An item's twins end with it.
    private static final String INSERT_TWINS = INSERT.formatted(
            "i.position", "join item i on i.job_id = ?::uuid and i.twin_of = r.position order by i.position");

    // In the last of all epochs: no retry replaces it, since the item's text is not kept.
    private static final String REFUSE = """
            with refused as (
                select position, external_id, code, message
                from unnest(?::integer[], ?::text[], ?::text[], ?::text[]) r (position, external_id, code, message)),
            kept as (
                insert into item (job_id, position, external_id, input)
                select ?, position, external_id, '' from refused)
            insert into result (job_id, position, error_code, error_message, recorded_at, epoch)
            select ?, position, code, message, ?, 2147483647 from refused""";

    // Items that have ended in this epoch stay as they are: looked for first, so that they are not even locked. What is
    // recorded between the look and the insert wins too.
    private static final String END = """
            insert into result (job_id, position, error_code, error_message, recorded_at, epoch)
            select i.job_id, i.position, ?, ?, ?::timestamptz, ?::integer
            from item i
            where i.job_id = ? and i.position >= ? and i.position < ? and not exists (
                select 1 from result r where r.job_id = i.job_id and r.position = i.position
                  and r.position >= ? and r.position < ? and (r.error_code is null or r.epoch >= ?))
            order by i.position
            on conflict (job_id, position) do update
            set error_code = excluded.error_code, error_message = excluded.error_message,
                recorded_at = excluded.recorded_at, epoch = excluded.epoch
            where result.epoch < excluded.epoch and result.error_code is not null""";

    private static final String LOCK_JOB =
            "select tenant, state, open_items, rate, rate_at, lately_ended, lately_failed from job where id = ? for update";

    // A cancelled job keeps its state; its late results still count.
    private static final String COUNT = """
            update job set succeeded = succeeded + ?, failed = failed + ?, open_items = open_items - ?,
                   input_tokens = input_tokens + ?, output_tokens = output_tokens + ?, rate = ?, rate_at = ?,
                   lately_ended = ?, lately_failed = ?,
                   state = case when state = any(?) and open_items = ?
                           then ? else state end,
                   finished_at = case when state = any(?) and open_items = ?
                           then ? else finished_at end
            where id = ?""";

    private final ObjectMapper json;
    private final Calibrations calibrations;
    private final Clock clock;
    private final JobChanges changes;
    private final JobEnds ends;
    private final ItemOutcomes outcomes;
    private final RacePoints<RacePoint> points;

    Results(
            ObjectMapper json,
            Calibrations calibrations,
            Clock clock,
            JobChanges changes,
            JobEnds ends,
            ItemOutcomes outcomes,
            RacePoints<RacePoint> points) {
        this.json = json;
        this.calibrations = calibrations;
        this.clock = clock;
        this.changes = changes;
        this.ends = ends;
        this.outcomes = outcomes;
        this.points = points;
    }

    /**
     * Records what is not recorded yet, and moves the job's counters by it. The caller holds the rows of the shards;
     * the job's row is locked last, here.
     *
     * @param epoch of the shards; what is recorded in this epoch or a later one stays
     * @param items of which the first with a position counts, and none that the job does not have
     * @return how many items ended by it, twins among them
     */
    public int record(Sql sql, UUID job, int epoch, List<ItemResult> items) throws SQLException {
        Job of = sql.queryOne(JOB, row -> new Job(row.number("item_count"), row.flag("twins")), job)
                .orElseThrow();
        ResultColumns columns = ResultColumns.of(items, of.itemCount(), calibrations.of(sql, job), json);
        Ended ended = insert(sql, INSERT_OWN, job, epoch, columns);
        if (of.twins()) {
            ended = ended.and(insert(sql, INSERT_TWINS, job, epoch, columns, job));
        }
        points.reached(RacePoint.RESULTS_INSERTED);
        if (ended.items() > 0) {
            count(sql, job, epoch > 1 ? ended.countedAsFailed() : ended, ended.items());
            changes.changed(job);
        }
        return ended.items();
    }

    /**
     * Ends the items of a range that have not ended in this epoch, with one error for all. Nobody has worked on them,
     * so the rate stays. The caller holds no row of the job's; the job's own is locked last, here.
     *
     * @param from the first position
     * @param to the position after the last
     * @return how many ended by it
     */
    public int end(Sql sql, UUID job, int epoch, int from, int to, ErrorCode code, String message) throws SQLException {
        int ended = sql.update(END, code.wireName(), message, clock.instant(), epoch, job, from, to, from, to, epoch);
        if (ended > 0) {
            outcomes.count(sql, code.wireName(), ended);
            Ended badly = Ended.badly(ended);
            count(sql, job, epoch > 1 ? badly.countedAsFailed() : badly, 0);
            changes.changed(job);
        }
        return ended;
    }

    /** Stores items that could not be taken in, as failed. The caller stores the job, and counts them there. */
    public void refuse(Sql sql, UUID job, List<RefusedItem> items) throws SQLException {
        sql.update(
                REFUSE,
                items.stream().map(RefusedItem::position).toArray(Integer[]::new),
                items.stream().map(RefusedItem::id).toArray(String[]::new),
                items.stream().map(RefusedItem::code).toArray(String[]::new),
                // PostgreSQL's text cannot hold NUL, and a parser's message might.
                items.stream().map(item -> item.message().replace('\0', ' ')).toArray(String[]::new),
                job,
                job,
                clock.instant());
        outcomes.countRefused(sql, items.size());
    }

    private Ended insert(Sql sql, String statement, UUID job, int epoch, ResultColumns columns, Object... more)
            throws SQLException {
        Object[] all = columns.parameters(job, clock.instant(), epoch, more);
        @Nullable Object[] parameters = Arrays.copyOf(all, all.length + 1);
        parameters[all.length] = ItemOutcomes.SUCCEEDED;
        Ended ended = Ended.NONE;
        for (Ended part : sql.query(statement, row -> outcome(sql, row), parameters)) {
            ended = ended.and(part);
        }
        return ended;
    }

    private Ended outcome(Sql sql, Row row) throws SQLException {
        String name = row.text("outcome");
        int items = row.number("items");
        outcomes.count(sql, name, items);
        return name.equals(ItemOutcomes.SUCCEEDED)
                ? Ended.well(items, row.bigNumber("input_tokens"), row.bigNumber("output_tokens"))
                : Ended.badly(items);
    }

    private void count(Sql sql, UUID job, Ended ended, int computed) throws SQLException {
        Instant now = clock.instant();
        Before before = sql.queryOne(LOCK_JOB, Before::read, job).orElseThrow();
        Rate rate = before.rate().plus(computed, now);
        // What a retry makes good was counted as failed before; that it ended well is no less an end.
        Lately lately = before.lately().plus(ended.items(), ended.items() - ended.succeeded(), now);
        String[] unfinished = JobEvent.FINISH.fromStored();
        sql.update(
                COUNT,
                ended.succeeded(),
                ended.failed(),
                ended.items(),
                ended.inputTokens(),
                ended.outputTokens(),
                rate.itemsPerSecond(),
                rate.at(),
                lately.ended(),
                lately.failed(),
                unfinished,
                ended.items(),
                JobEvent.FINISH.toStored(),
                unfinished,
                ended.items(),
                now,
                job);
        if (before.tenant() != null && before.endsWith(ended.items())) {
            ends.ended(sql, before.tenant(), job);
        }
    }

    /**
     * What the job was before these items.
     *
     * @param tenant whose it is; null when it is being deleted, and nobody is to hear of it
     */
    private record Before(@Nullable String tenant, JobState state, int open, Rate rate, Lately lately) {
        static Before read(Row row) throws SQLException {
            return new Before(
                    row.textOrNull("tenant"),
                    JobState.of(row.text("state")),
                    row.number("open_items"),
                    new Rate(row.real("rate"), row.timeOrNull("rate_at")),
                    new Lately(row.real("lately_ended"), row.real("lately_failed"), row.timeOrNull("rate_at")));
        }

        boolean endsWith(int ended) {
            return JobEvent.FINISH.allowedFrom(state) && open == ended;
        }
    }

    private record Job(int itemCount, boolean twins) {}
}
