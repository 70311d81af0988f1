package dev.winnow.coordinator.item;

import dev.winnow.coordinator.database.Database;
import dev.winnow.coordinator.database.Row;
import dev.winnow.coordinator.database.Sql;
import dev.winnow.coordinator.item.ItemView.ItemUsage;
import dev.winnow.coordinator.problem.Problem;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads what has become of a job's items. By keyset, so that the last page is as fast as the first. Thread-safe. */
@Singleton
class JobItems {
    // A table shows the beginning of what is longer; the item itself has all.
    private static final int LONGEST_OUTPUT = 4_000;

    // A text is looked for in so many results at a time: no index helps, and nobody's search reads a whole large job.
    private static final int LOOKED_THROUGH = 1_000;

    // What belongs to a line is looked up line by line: right after a large submission the server knows nothing of the
    // tables, and would join all of them first.
    private static final String PAGE = """
            select r.position,
                   coalesce((select i.external_id from item i where i.job_id = r.job_id and i.position = r.position),
                            r.position::text) as id,
                   case when length(r.output) <= %1$d then r.output end as output,
                   case when length(r.output) > %1$d then left(r.output, 400) end as beginning,
                   r.truncated, r.error_code, r.error_message, r.least_confidence,
                   r.least_confidence is not null as has_confidence,
                   (select v.decision from review v where v.job_id = r.job_id and v.position = r.position) as decision,
                   r.recorded_at
            from result r
            where r.job_id = ? and r.position > ?%2$s order by r.position limit ?""";

    // The end of what is looked through first: results that come meanwhile stand within it or are for the next page.
    private static final String WINDOW = """
            select count(*) as items, max(position) as last from (
                select position from result where job_id = ? and position > ? order by position limit ?) w""";

    private static final String WITHIN =
            " and r.position <= ? and strpos(lower(coalesce(r.output, r.error_message)), lower(?)) > 0";

    // An item without an id of its own is called as its position.
    private static final String BY_ID = """
            select position from item where job_id = ? and external_id = ?
            union all select position from item where job_id = ? and position = ? and external_id is null""";

    private static final String ONE = """
            select i.position, j.item_count, coalesce(i.external_id, i.position::text) as id,
                   coalesce(i.instruction, j.instruction) as instruction,
                   coalesce((select t.input from item t where t.job_id = i.job_id and t.position = i.twin_of), i.input)
                       as input,
                   r.output, r.evidence, r.made_by, coalesce(r.truncated, false) as truncated,
                   r.error_code, r.error_message, r.least_confidence,
                   r.least_confidence is not null as has_confidence,
                   r.input_tokens, r.output_tokens, r.steps, r.seconds, v.decision, r.recorded_at
            from job j
            join item i on i.job_id = j.id
            left join result r on r.job_id = i.job_id and r.position = i.position
            left join review v on v.job_id = i.job_id and v.position = i.position
            where j.tenant = ? and j.id = ? and i.position = ?""";

    private static final String ERRORS = """
            select g.error_code, g.items, g.first_position, r.error_message
            from (select error_code, count(*) as items, min(position) as first_position from result
                  where job_id = ? and error_code is not null group by error_code) g
            join result r on r.job_id = ? and r.position = g.first_position
            order by g.items desc, g.error_code""";

    private static final String REQUEST = """
            select schema_json, instruction, max_output_tokens, constrained, temperature
            from job where tenant = ? and id = ?""";

    private final Database database;

    JobItems(Database database) {
        this.database = database;
    }

    /** Items that have ended, in the order of the input, behind a position. */
    ItemPage page(String tenant, UUID job, ItemFilter filter, int after, int limit) {
        return database.inTransaction(sql -> {
            request(sql, tenant, job);
            Optional<Integer> position = filter.id() == null ? Optional.empty() : position(sql, job, filter.id());
            if (filter.id() != null && position.isEmpty()) {
                return ItemPage.NOTHING;
            }
            List<Object> parameters = new ArrayList<>(List.of(job, after));
            parameters.addAll(filter.parameters());
            position.ifPresent(parameters::add);
            String condition = filter.condition() + (position.isPresent() ? " and r.position = ?" : "");
            Integer end = null;
            if (filter.text() != null) {
                Window window = sql.queryOne(WINDOW, Window::read, job, after, LOOKED_THROUGH)
                        .orElseThrow();
                if (window.last() == null) {
                    return ItemPage.NOTHING;
                }
                end = window.items() == LOOKED_THROUGH && position.isEmpty() ? window.last() : null;
                condition += WITHIN;
                parameters.addAll(List.of(position.orElse(window.last()), filter.text()));
            }
            parameters.add(limit + 1);
            List<ItemLine> found =
                    sql.query(PAGE.formatted(LONGEST_OUTPUT, condition), JobItems::line, parameters.toArray());
            return ItemPage.of(found, limit, end);
        });
    }

    private static Optional<Integer> position(Sql sql, UUID job, String id) throws SQLException {
        int number = id.matches("[0-9]{1,9}") ? Integer.parseInt(id) : -1;
        return sql.query(BY_ID, row -> row.number("position"), job, id, job, number).stream()
                .findFirst();
    }

    /** One item, whether it has ended or not. */
    ItemView find(String tenant, UUID job, int position) {
        return database.inTransaction(sql -> sql.queryOne(ONE, JobItems::view, tenant, job, position))
                .orElseThrow(() -> Problem.of(404, "unknown_item", "the job has no item at position " + position)
                        .remedy("GET /api/v1/extractions/%s/items lists those that have ended".formatted(job))
                        .exception());
    }

    /** The errors of a job by their reason, the most frequent first. */
    List<ErrorGroup> errors(String tenant, UUID job) {
        return database.inTransaction(sql -> {
            request(sql, tenant, job);
            return sql.query(
                    ERRORS,
                    row -> new ErrorGroup(
                            row.text("error_code"),
                            row.bigNumber("items"),
                            row.number("first_position"),
                            row.text("error_message")),
                    job,
                    job);
        });
    }

    /** What a job was asked for. */
    JobRequestView request(String tenant, UUID job) {
        return database.inTransaction(sql -> request(sql, tenant, job));
    }

    private static JobRequestView request(Sql sql, String tenant, UUID job) throws SQLException {
        return sql.queryOne(
                        REQUEST,
                        row -> new JobRequestView(
                                row.text("schema_json"),
                                row.text("instruction"),
                                row.number("max_output_tokens"),
                                row.flag("constrained"),
                                row.real("temperature")),
                        tenant,
                        job)
                .orElseThrow(() -> Problem.of(404, "unknown_job", "there is no extraction job " + job)
                        .remedy("GET /api/v1/extractions lists those there are")
                        .exception());
    }

    /**
     * What is looked through at a time.
     *
     * @param last of its positions; null where there is none
     */
    private record Window(int items, @Nullable Integer last) {
        static Window read(Row row) throws SQLException {
            return new Window(row.number("items"), row.numberOrNull("last"));
        }
    }

    private static ItemLine line(Row row) throws SQLException {
        return new ItemLine(
                row.number("position"),
                row.text("id"),
                row.textOrNull("output"),
                row.textOrNull("beginning"),
                row.flag("truncated"),
                error(row),
                confidence(row),
                row.textOrNull("decision"),
                row.timeOrNull("recorded_at"));
    }

    private static ItemView view(Row row) throws SQLException {
        String output = row.textOrNull("output");
        return new ItemView(
                row.number("position"),
                row.number("item_count"),
                row.text("id"),
                row.text("instruction"),
                row.text("input"),
                output,
                row.textOrNull("evidence"),
                row.textOrNull("made_by"),
                row.flag("truncated"),
                error(row),
                confidence(row),
                output == null
                        ? null
                        : new ItemUsage(
                                row.number("input_tokens"),
                                row.number("output_tokens"),
                                row.number("steps"),
                                row.real("seconds")),
                row.textOrNull("decision"),
                row.timeOrNull("recorded_at"));
    }

    private static @Nullable Double confidence(Row row) throws SQLException {
        return row.flag("has_confidence") ? row.real("least_confidence") : null;
    }

    private static @Nullable ItemError error(Row row) throws SQLException {
        String code = row.textOrNull("error_code");
        String message = row.textOrNull("error_message");
        return code == null ? null : new ItemError(code, message == null ? "" : message);
    }
}
