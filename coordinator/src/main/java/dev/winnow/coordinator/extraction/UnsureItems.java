package dev.winnow.coordinator.extraction;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.winnow.coordinator.calibration.Sample;
import dev.winnow.coordinator.database.Database;
import dev.winnow.coordinator.database.Row;
import dev.winnow.coordinator.extraction.JobDesk.ItemSource;
import dev.winnow.coordinator.extraction.JobDesk.OrderedItem;
import dev.winnow.coordinator.job.JobState;
import dev.winnow.coordinator.problem.Problem;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The items of a job with a value that was unsure, a page at a time; each keeps its id. Not thread-safe. */
final class UnsureItems implements ItemSource {
    /** Inputs have a megabyte each at most. */
    private static final int PAGE = 16;

    private static final String UNSURE = """
            select r.position, coalesce(i.external_id, i.position::text) as id, r.evidence, i.instruction,
                   coalesce((select t.input from item t where t.job_id = i.job_id and t.position = i.twin_of), i.input) as input
            from result r join item i on i.job_id = r.job_id and i.position = r.position
            where r.job_id = ? and r.position > ? and r.output is not null and r.least_confidence < ?
            order by r.position limit ?""";

    private static final String THERE = "select 1 as one from job where id = ? and state <> ?";

    private final Database database;
    private final ObjectMapper json;
    private final UUID job;
    private final ReextractionRequest request;
    private final Deque<OrderedItem> page = new ArrayDeque<>();
    private int last = -1;
    private boolean over;

    UnsureItems(Database database, ObjectMapper json, UUID job, ReextractionRequest request) {
        this.database = database;
        this.json = json;
        this.job = job;
        this.request = request;
    }

    @Override
    public @Nullable OrderedItem next() {
        while (page.isEmpty() && !over) {
            read();
        }
        return page.poll();
    }

    private void read() {
        List<Unsure> unsure = database.inTransaction(sql -> {
            List<Unsure> found = sql.query(UNSURE, Unsure::read, job, last, request.below(), PAGE);
            // What a deletion has left would look as if it were all.
            if (sql.query(THERE, row -> row.number("one"), job, JobState.DELETING.stored())
                    .isEmpty()) {
                throw Problem.of(404, "unknown_job", "job %s was deleted while its items were read".formatted(job))
                        .remedy("GET /api/v1/extractions lists those there are")
                        .exception();
            }
            return found;
        });
        for (Unsure item : unsure) {
            last = item.position();
            if (request.fields().isEmpty() || unsure(item.evidence())) {
                page.add(new OrderedItem(item.id(), item.position() + 1L, item.instruction(), item.input()));
            }
        }
        over = unsure.size() < PAGE;
    }

    private boolean unsure(String evidence) {
        Set<String> among = Set.copyOf(request.fields());
        try {
            JsonNode confidence = json.readTree(evidence).path("confidence");
            return confidence.properties().stream()
                    .anyMatch(value -> value.getValue().doubleValue() < request.below()
                            && among.contains(Sample.field(value.getKey(), among)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("what was stored as JSON cannot be read", e);
        }
    }

    private record Unsure(
            int position,
            String id,
            String evidence,
            @Nullable String instruction,
            String input) {
        static Unsure read(Row row) throws SQLException {
            return new Unsure(
                    row.number("position"),
                    row.text("id"),
                    row.text("evidence"),
                    row.textOrNull("instruction"),
                    row.text("input"));
        }
    }
}
