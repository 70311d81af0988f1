package dev.winnow.coordinator.extraction;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.winnow.coordinator.database.Database;
import dev.winnow.coordinator.database.Row;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.OutputStream;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Writes a job's results as NDJSON in the order of the input, a page at a time. Thread-safe. */
@Singleton
class ResultLines {
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

    private final Database database;
    private final ObjectMapper json;

    ResultLines(Database database, ObjectMapper json) {
        this.database = database;
        this.json = json;
    }

    /**
     * Writes what is recorded by now.
     *
     * @param inputs whether each line brings the item's text
     * @throws IOException if the job was deleted meanwhile: what was written would look as if it were all
     */
    void write(UUID job, boolean inputs, OutputStream out) throws IOException {
        try (JsonGenerator line = json.getFactory().createGenerator(out)) {
            line.configure(JsonGenerator.Feature.AUTO_CLOSE_TARGET, false);
            line.setRootValueSeparator(null);
            int after = -1;
            List<Result> page = page(job, inputs, after);
            while (!page.isEmpty()) {
                for (Result result : page) {
                    write(line, result);
                    after = result.position();
                }
                line.flush();
                page = page.size() < most(inputs) ? List.of() : page(job, inputs, after);
            }
            requireStillThere(job);
        }
    }

    private void requireStillThere(UUID job) throws IOException {
        if (database.inTransaction(sql -> sql.queryOne(STILL_THERE, row -> row.number("one"), job))
                .isEmpty()) {
            throw new IOException("job " + job + " was deleted while its results were read");
        }
    }

    private List<Result> page(UUID job, boolean inputs, int after) {
        return database.inTransaction(sql -> sql.query(NEXT, ResultLines::read, inputs, job, after, most(inputs)));
    }

    private static int most(boolean inputs) {
        return inputs ? PAGE_WITH_INPUTS : PAGE;
    }

    private void write(JsonGenerator line, Result result) throws IOException {
        line.writeStartObject();
        line.writeStringField("id", result.id());
        if (result.input() != null) {
            line.writeStringField("input", result.input());
        }
        if (result.output() != null) {
            line.writeFieldName("output");
            line.writeRawValue(result.output());
            if (result.truncated()) {
                line.writeBooleanField("truncated", true);
            }
            writeEvidence(line, result.evidence());
            line.writeObjectFieldStart("usage");
            line.writeNumberField("input_tokens", result.inputTokens());
            line.writeNumberField("output_tokens", result.outputTokens());
            line.writeNumberField("steps", result.steps());
            line.writeNumberField("seconds", result.seconds());
            line.writeEndObject();
            line.writeFieldName("made_by");
            line.writeRawValue(result.madeBy());
        } else {
            line.writeObjectFieldStart("error");
            line.writeStringField("code", result.errorCode());
            line.writeStringField("message", result.errorMessage());
            line.writeEndObject();
        }
        line.writeEndObject();
        line.writeRaw('\n');
    }

    // Its own fields stand among the line's.
    private void writeEvidence(JsonGenerator line, @Nullable String evidence) throws IOException {
        if (evidence != null) {
            JsonNode fields = json.readTree(evidence);
            for (Map.Entry<String, JsonNode> field : fields.properties()) {
                line.writeFieldName(field.getKey());
                line.writeTree(field.getValue());
            }
            if (!fields.has("calibrated")) {
                line.writeBooleanField("calibrated", false); // recorded before there were calibrations
            }
        }
    }

    private static Result read(Row row) throws SQLException {
        return new Result(
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

    private record Result(
            int position,
            String id,
            @Nullable String output,
            boolean truncated,
            @Nullable String errorCode,
            @Nullable String errorMessage,
            int inputTokens,
            int outputTokens,
            int steps,
            double seconds,
            @Nullable String madeBy,
            @Nullable String evidence,
            @Nullable String input) {}
}
