package dev.winnow.coordinator.review;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.coordinator.database.Database;
import dev.winnow.coordinator.database.Row;
import dev.winnow.coordinator.request.Fields;
import dev.winnow.coordinator.source.RowSource;
import dev.winnow.coordinator.source.SourceRows;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What was decided about results, as rows of a dataset, each with where it is from. Thread-safe. */
@Singleton
class ReviewedRows implements RowSource {
    private static final int PAGE = 32;
    private static final String ANY = "(?::text[] is null or v.job_id::text = any(?::text[]))"
            + " and (?::text is null or v.schema_hash = ?::text) and v.decision = any(?::text[])";

    private static final String READ = """
            select v.job_id, v.position, v.item, v.decision, v.instruction, v.input, v.output, v.made_by, v.decided_by,
                   v.decided_at
            from review v
            where v.tenant = ? and v.decision <> 'skip' and\s""" + ANY + """
             and (v.decided_at, v.job_id, v.position) > (?::timestamptz, ?::uuid, ?)
            order by v.decided_at, v.job_id, v.position limit ?""";

    // Only where all are of one schema it is a dataset's.
    private static final String SCHEMA = """
            select min(s.schema) as schema from review v join review_schema s on s.hash = v.schema_hash
            where v.tenant = ? and v.decision <> 'skip' and\s""" + ANY + " having count(distinct v.schema_hash) = 1";

    private final Database database;
    private final ObjectMapper json;

    ReviewedRows(Database database, ObjectMapper json) {
        this.database = database;
        this.json = json;
    }

    @Override
    public String kind() {
        return "review";
    }

    @Override
    public void check(String tenant, Fields request) {
        Filter.read(request);
    }

    @Override
    public Optional<JsonNode> schema(String tenant, Fields request) {
        Filter filter = Filter.read(request);
        return database.inTransaction(sql -> sql.queryOne(
                        SCHEMA,
                        row -> row.text("schema"),
                        tenant,
                        filter.jobIds(),
                        filter.jobIds(),
                        filter.schema(),
                        filter.schema(),
                        filter.chosen()))
                .map(this::parse);
    }

    private JsonNode parse(String text) {
        try {
            return json.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a schema that was reviewed by cannot be read", e);
        }
    }

    @Override
    public SourceRows open(String tenant, Fields request) {
        return new Pages(tenant, Filter.read(request));
    }

    private Reviewed read(Row row) throws SQLException {
        ObjectNode origin = json.createObjectNode();
        origin.put("job", row.text("job_id"))
                .put("item", row.text("item"))
                .put("position", row.number("position"))
                .put("decision", row.text("decision"))
                .put("decided_by", row.text("decided_by"))
                .put("decided_at", row.time("decided_at").toString())
                .set("made_by", parse(row.text("made_by")));
        return new Reviewed(
                row.time("decided_at"),
                row.uuid("job_id"),
                row.number("position"),
                new SourceRows.SourceRow(
                        row.text("instruction"), row.text("input"), row.text("output"), null, origin.toString()));
    }

    private record Reviewed(Instant at, UUID job, int position, SourceRows.SourceRow row) {}

    /**
     * Which of them.
     *
     * @param jobs their ids, or none for all
     * @param schema a hash, or null for all
     */
    private record Filter(List<String> jobs, @Nullable String schema, List<String> decisions) {
        Filter {
            jobs = List.copyOf(jobs);
            decisions = List.copyOf(decisions);
        }

        /** As a parameter: null for all. */
        String @Nullable [] jobIds() {
            return jobs.isEmpty() ? null : jobs.toArray(String[]::new);
        }

        /** As a parameter. */
        String[] chosen() {
            return decisions.toArray(String[]::new);
        }

        static Filter read(Fields request) {
            request.requireKnown("jobs", "schema", "decisions");
            List<String> jobs = request.texts("jobs");
            for (int i = 0; i < jobs.size(); i++) {
                requireId(request, jobs.get(i), i);
            }
            List<String> decisions = new ArrayList<>(request.texts("decisions"));
            for (int i = 0; i < decisions.size(); i++) {
                String decision = decisions.get(i);
                if (Decision.of(decision)
                        .filter(known -> known != Decision.SKIP)
                        .isEmpty()) {
                    throw request.refused(
                            "decisions/" + i, "no row comes of '%s'".formatted(decision), "choose accept and correct");
                }
            }
            if (decisions.isEmpty()) {
                decisions.addAll(List.of(Decision.ACCEPT.stored(), Decision.CORRECT.stored()));
            }
            return new Filter(jobs, request.text("schema"), decisions);
        }

        private static void requireId(Fields request, String job, int index) {
            try {
                UUID.fromString(job);
            } catch (IllegalArgumentException e) {
                throw request.refused("jobs/" + index, "'%s' is no job's id".formatted(job), "write it as a UUID");
            }
        }
    }

    private final class Pages implements SourceRows {
        private final String tenant;
        private final Filter filter;
        private Iterator<Reviewed> page = List.<Reviewed>of().iterator();
        private Reviewed last =
                new Reviewed(Instant.EPOCH, new UUID(0, 0), -1, new SourceRow(null, null, null, null, null));

        Pages(String tenant, Filter filter) {
            this.tenant = tenant;
            this.filter = filter;
        }

        @Override
        public String name() {
            return "reviewed results";
        }

        @Override
        public @Nullable SourceRow next() {
            if (!page.hasNext()) {
                page = page().iterator();
            }
            if (!page.hasNext()) {
                return null;
            }
            last = page.next();
            return last.row();
        }

        private List<Reviewed> page() {
            return database.inTransaction(sql -> sql.query(
                    READ,
                    ReviewedRows.this::read,
                    tenant,
                    filter.jobIds(),
                    filter.jobIds(),
                    filter.schema(),
                    filter.schema(),
                    filter.chosen(),
                    last.at(),
                    last.job(),
                    last.position(),
                    PAGE));
        }

        @Override
        public void close() {
            // Each page was a transaction of its own.
        }
    }
}
