package dev.winnow.coordinator.review;

import dev.winnow.coordinator.database.Database;
import dev.winnow.coordinator.database.Row;
import dev.winnow.coordinator.database.Sql;
import dev.winnow.coordinator.problem.Problem;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Finds results that are worth a look, a page at a time. Items that repeat an earlier one are left out. Thread-safe.
 */
@Singleton
class ReviewQueue {
    private static final String COLUMNS = """
            select r.position, coalesce(i.external_id, i.position::text) as id, r.output, r.evidence,
                   r.least_confidence, r.least_confidence is not null as has_confidence, r.made_by,
                   v.decision, case when v.decision = 'correct' then v.output end as corrected, v.decided_by, v.decided_at
            """;

    private static final String OF_JOB = """
            from result r
            join item i on i.job_id = r.job_id and i.position = r.position
            left join review v on v.job_id = r.job_id and v.position = r.position
            where r.job_id = ? and r.output is not null and i.twin_of is null
            """;

    // One result after the other, as they lie in their index: joined otherwise, which PostgreSQL does where it has no
    // statistics of a new job yet, the first page of a million results takes many seconds. What has an offset stays as
    // it is written.
    private static final String IN_ORDER = """
            from result r
            join lateral (select position, external_id, twin_of from item
                          where job_id = r.job_id and position = r.position offset 0) i on true
            left join lateral (select * from review
                               where job_id = r.job_id and position = r.position offset 0) v on true
            where r.job_id = ? and r.output is not null and i.twin_of is null
            """;

    private static final String UNSURE = COLUMNS + ", '' as place " + IN_ORDER + """
            and r.least_confidence < ? and (r.least_confidence, r.position) > (?, ?) and (? or v.job_id is null)
            order by r.least_confidence, r.position limit ?""";

    // The order hangs on job, seed and place alone: the same sample again, whatever was decided meanwhile.
    private static final String SAMPLE =
            COLUMNS + ", s.place from (select o.position, o.place from (" + """
            select r.position, md5(r.job_id::text || '/' || ? || '/' || r.position) as place
            """ + OF_JOB + """
            ) o order by o.place, o.position limit ?) s
            join result r on r.job_id = ? and r.position = s.position
            join item i on i.job_id = r.job_id and i.position = r.position
            left join review v on v.job_id = r.job_id and v.position = r.position
            where (s.place, s.position) > (?, ?) and (? or v.job_id is null)
            order by s.place, s.position limit ?""";

    private static final String ONE = """
            select r.position, coalesce(i.external_id, i.position::text) as id, r.output, r.evidence,
                   r.least_confidence, r.least_confidence is not null as has_confidence, r.made_by,
                   coalesce(i.instruction, j.instruction) as instruction,
                   coalesce((select t.input from item t where t.job_id = i.job_id and t.position = i.twin_of), i.input) as input,
                   j.schema_json, j.schema_hash,
                   v.decision, case when v.decision = 'correct' then v.output end as corrected, v.decided_by, v.decided_at
            from job j
            join result r on r.job_id = j.id
            join item i on i.job_id = r.job_id and i.position = r.position
            left join review v on v.job_id = r.job_id and v.position = r.position
            where j.tenant = ? and j.id = ? and r.position = ? and r.output is not null""";

    private static final String JOB = "select 1 as one from job where tenant = ? and id = ?";

    private final Database database;

    ReviewQueue(Database database) {
        this.database = database;
    }

    /** Results with a value that the model was less sure of than that, the least sure first. */
    List<Placed> unsure(
            String tenant, UUID job, double below, boolean decided, @Nullable ReviewPlace after, int limit) {
        return database.inTransaction(sql -> {
            requireJob(sql, tenant, job);
            return sql.query(
                    UNSURE,
                    row -> {
                        ReviewItem item = item(row);
                        return new Placed(
                                item, new ReviewPlace(String.valueOf(item.leastConfidence()), item.position()));
                    },
                    job,
                    below,
                    after == null ? -1.0 : after.confidence(),
                    after == null ? -1 : after.position(),
                    decided,
                    limit);
        });
    }

    /** Some results of all, drawn by a seed. */
    List<Placed> sample(
            String tenant, UUID job, int size, long seed, boolean decided, @Nullable ReviewPlace after, int limit) {
        return database.inTransaction(sql -> {
            requireJob(sql, tenant, job);
            return sql.query(
                    SAMPLE,
                    row -> new Placed(item(row), new ReviewPlace(row.text("place"), row.number("position"))),
                    String.valueOf(seed),
                    job,
                    size,
                    job,
                    after == null ? "" : after.key(),
                    after == null ? -1 : after.position(),
                    decided,
                    limit);
        });
    }

    /** One result, with all that a reviewer needs. */
    ReviewItem find(String tenant, UUID job, int position) {
        return database.inTransaction(sql -> require(sql, tenant, job, position).item());
    }

    Reviewable require(Sql sql, String tenant, UUID job, int position) throws SQLException {
        requireJob(sql, tenant, job);
        return sql.queryOne(ONE, ReviewQueue::reviewable, tenant, job, position).orElseThrow(() -> Problem.of(
                        404, "nothing_to_review", "the job has no output of an item at position %d".formatted(position))
                .remedy("GET /api/v1/extractions/%s/review lists what there is".formatted(job))
                .exception());
    }

    private static void requireJob(Sql sql, String tenant, UUID job) throws SQLException {
        if (sql.query(JOB, row -> row.number("one"), tenant, job).isEmpty()) {
            throw Problem.of(404, "unknown_job", "there is no extraction job " + job)
                    .remedy("GET /api/v1/extractions lists those there are")
                    .exception();
        }
    }

    private static ReviewItem item(Row row) throws SQLException {
        return item(row, null, null, null);
    }

    private static Reviewable reviewable(Row row) throws SQLException {
        String schema = row.text("schema_json");
        return new Reviewable(
                item(row, row.text("instruction"), row.text("input"), schema), schema, row.text("schema_hash"));
    }

    private static ReviewItem item(
            Row row, @Nullable String instruction, @Nullable String input, @Nullable String schema)
            throws SQLException {
        return new ReviewItem(
                row.number("position"),
                row.text("id"),
                row.text("output"),
                row.textOrNull("evidence"),
                row.flag("has_confidence") ? row.real("least_confidence") : null,
                row.text("made_by"),
                instruction,
                input,
                schema,
                row.textOrNull("decision"),
                row.textOrNull("corrected"),
                row.textOrNull("decided_by"),
                row.timeOrNull("decided_at"));
    }

    /** A result in its place of a queue. */
    record Placed(ReviewItem item, ReviewPlace place) {}

    /** A result with what it is judged by. */
    record Reviewable(ReviewItem item, String schema, String schemaHash) {}
}
