package dev.winnow.coordinator.download;

import dev.winnow.coordinator.database.Database;
import dev.winnow.coordinator.database.Row;
import dev.winnow.coordinator.problem.Problem;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;

/** Reads a job's results in the order of the input, a page at a time. Thread-safe. */
@Singleton
class ResultPages {
    private static final int PAGE = 500;

    /** Inputs have a megabyte each at most. */
    private static final int PAGE_WITH_INPUTS = 16;

    private static final String NEXT = """
            select r.position, coalesce(i.external_id, i.position::text) as id, r.output, r.truncated, r.error_code, r.error_message,
                   r.input_tokens, r.output_tokens, r.steps, r.seconds, r.made_by, r.evidence,
                   case when ? then coalesce(
                       (select t.input from item t where t.job_id = i.job_id and t.position = i.twin_of), i.input) end as input
            from result r join item i on i.job_id = r.job_id and i.position = r.position
            where r.job_id = ? and r.position > ? order by r.position limit ?""";

    private static final String STILL_THERE = "select 1 as one from job where id = ? and tenant is not null";

    private static final String SCHEMA = "select schema_json from job where id = ? and tenant = ?";

    private final Database database;

    ResultPages(Database database) {
        this.database = database;
    }

    /** The schema of a job; refuses a job that is not there for that tenant. */
    String schema(String tenant, UUID job) {
        return database.inTransaction(sql -> sql.queryOne(SCHEMA, row -> row.text("schema_json"), job, tenant))
                .orElseThrow(() -> Problem.of(404, "unknown_job", "there is no extraction job " + job)
                        .remedy("GET /api/v1/extractions lists those there are")
                        .exception());
    }

    /** Writes a page. */
    interface PageWriter {
        void write(List<RecordedResult> page) throws IOException;
    }

    /**
     * Hands over what is recorded by now.
     *
     * @param inputs whether each brings the item's text
     * @throws IOException if the job was deleted meanwhile: what was written would look as if it were all
     */
    void read(UUID job, boolean inputs, PageWriter writer) throws IOException {
        int most = inputs ? PAGE_WITH_INPUTS : PAGE;
        int after = -1;
        List<RecordedResult> page;
        do {
            page = page(job, inputs, after, most);
            if (!page.isEmpty()) {
                writer.write(page);
                after = page.get(page.size() - 1).position();
            }
        } while (page.size() == most);
        requireStillThere(job);
    }

    private void requireStillThere(UUID job) throws IOException {
        if (database.inTransaction(sql -> sql.queryOne(STILL_THERE, row -> row.number("one"), job))
                .isEmpty()) {
            throw new IOException("job " + job + " was deleted while its results were read");
        }
    }

    private List<RecordedResult> page(UUID job, boolean inputs, int after, int most) {
        return database.inTransaction(sql -> sql.query(NEXT, ResultPages::result, inputs, job, after, most));
    }

    private static RecordedResult result(Row row) throws SQLException {
        return new RecordedResult(
                row.number("position"),
                row.text("id"),
                row.textOrNull("output"),
                row.flag("truncated"),
                row.textOrNull("error_code"),
                row.textOrNull("error_message"),
                row.number("input_tokens"),
                row.number("output_tokens"),
                row.number("steps"),
                row.real("seconds"),
                row.textOrNull("made_by"),
                row.textOrNull("evidence"),
                row.textOrNull("input"));
    }
}
