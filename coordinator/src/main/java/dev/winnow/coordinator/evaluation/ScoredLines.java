package dev.winnow.coordinator.evaluation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.coordinator.database.Database;
import dev.winnow.coordinator.database.Row;
import dev.winnow.text.score.OutputScorer;
import dev.winnow.text.score.OutputScorer.ScoredField;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Writes how each row was scored, a JSON object a line: what was wanted, and what each run gave. Input and outputs are
 * left out where dataset or job are gone. A page is in memory. Thread-safe.
 */
@Singleton
class ScoredLines {
    /** Inputs have a megabyte each at most. */
    private static final int PAGE = 16;

    private static final String POSITIONS = """
            select distinct x.position from evaluation_row x join evaluation_run r on r.id = x.run_id
            where r.evaluation_id = ? and x.position > ? order by x.position limit ?""";

    private static final String ROWS = """
            select x.position, d.line, d.input, d.output as expected, r.id as run, r.model, r.adapter_version, x.valid,
                   x.output_tokens, x.seconds, array_to_json(x.scores)::text as scores, s.output
            from evaluation_row x
            join evaluation_run r on r.id = x.run_id
            join evaluation e on e.id = r.evaluation_id
            left join dataset_row d on d.dataset_id = e.dataset_id and d.position = x.position
            left join item i on i.job_id = r.job_id and i.external_id = x.position::text
            left join result s on s.job_id = i.job_id and s.position = i.position
            where r.evaluation_id = ? and x.position = any(?) order by x.position, r.position""";

    private final Database database;
    private final ObjectMapper json;

    ScoredLines(Database database, ObjectMapper json) {
        this.database = database;
        this.json = json;
    }

    /**
     * Writes what is scored by now.
     *
     * @param most lines
     */
    void write(UUID evaluation, int most, OutputStream out) throws IOException {
        List<String> fields = fields(evaluation);
        int left = most;
        int last = -1;
        List<Integer> positions = positions(evaluation, last, Math.min(PAGE, left));
        while (!positions.isEmpty()) {
            for (ObjectNode line : lines(evaluation, positions, fields).values()) {
                out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
            }
            left -= positions.size();
            last = positions.get(positions.size() - 1);
            positions = left == 0 ? List.of() : positions(evaluation, last, Math.min(PAGE, left));
        }
    }

    private List<String> fields(UUID evaluation) throws IOException {
        List<String> schema = database.inTransaction(
                sql -> sql.query("select schema from evaluation where id = ?", row -> row.text("schema"), evaluation));
        return schema.isEmpty()
                ? List.of()
                : OutputScorer.of(json.readTree(schema.get(0))).fields().stream()
                        .map(ScoredField::name)
                        .toList();
    }

    private List<Integer> positions(UUID evaluation, int after, int most) {
        return database.inTransaction(
                sql -> sql.query(POSITIONS, row -> row.number("position"), evaluation, after, most));
    }

    private Map<Integer, ObjectNode> lines(UUID evaluation, List<Integer> positions, List<String> fields) {
        List<ScoredLine> rows = database.inTransaction(
                sql -> sql.query(ROWS, ScoredLine::read, evaluation, positions.toArray(Integer[]::new)));
        Map<Integer, ObjectNode> lines = new LinkedHashMap<>();
        for (ScoredLine row : rows) {
            ObjectNode line = lines.computeIfAbsent(row.position(), position -> begun(row));
            line.withArray("/runs").add(run(row, fields));
        }
        return lines;
    }

    private ObjectNode begun(ScoredLine row) {
        ObjectNode line = json.createObjectNode().put("row", row.position());
        if (row.input() != null) {
            line.put("line", row.line()).put("input", row.input());
            line.set("expected", read(String.valueOf(row.expected())));
        }
        return line;
    }

    private ObjectNode run(ScoredLine row, List<String> fields) {
        ObjectNode run = json.createObjectNode()
                .put("run", row.run())
                .put("model", row.model())
                .put("adapter", row.adapter())
                .put("valid", row.valid())
                .put("output_tokens", row.outputTokens())
                .put("seconds", row.seconds());
        JsonNode scores = read(row.scores());
        ObjectNode named = run.putObject("scores");
        for (int i = 0; i < fields.size(); i++) {
            named.set(fields.get(i), scores.path(i));
        }
        if (row.output() != null) {
            run.put("output", row.output());
        }
        return run;
    }

    private JsonNode read(String text) {
        try {
            return json.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("what was stored as JSON cannot be read", e);
        }
    }

    private record ScoredLine(
            int position,
            int line,
            @Nullable String input,
            @Nullable String expected,
            String run,
            String model,
            @Nullable String adapter,
            boolean valid,
            int outputTokens,
            double seconds,
            String scores,
            @Nullable String output) {
        static ScoredLine read(Row row) throws SQLException {
            return new ScoredLine(
                    row.number("position"),
                    row.number("line"),
                    row.textOrNull("input"),
                    row.textOrNull("expected"),
                    row.text("run"),
                    row.text("model"),
                    row.textOrNull("adapter_version"),
                    row.flag("valid"),
                    row.number("output_tokens"),
                    row.real("seconds"),
                    row.text("scores"),
                    row.textOrNull("output"));
        }
    }
}
