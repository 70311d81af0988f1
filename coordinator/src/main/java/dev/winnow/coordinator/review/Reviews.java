package dev.winnow.coordinator.review;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.winnow.coordinator.database.Database;
import dev.winnow.coordinator.problem.Problem;
import dev.winnow.coordinator.problem.ProblemException;
import dev.winnow.coordinator.request.Fields;
import dev.winnow.coordinator.review.ReviewQueue.Reviewable;
import dev.winnow.text.schema.OutputValidator;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/** Keeps what was decided about results: the last word counts. Thread-safe. */
@Singleton
class Reviews {
    /** The largest corrected output in bytes. */
    private static final int MOST_BYTES = 1 << 20;

    private static final String EXAMPLE = "{\"decision\": \"correct\", \"output\": {...}}";

    private static final String DECIDE = """
            insert into review (job_id, position, tenant, item, decision, instruction, input, original, output,
                                schema_hash, made_by, decided_by, decided_at)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            on conflict (job_id, position) do update
            set decision = excluded.decision, output = excluded.output, decided_by = excluded.decided_by,
                decided_at = excluded.decided_at""";

    private static final String KEEP_SCHEMA =
            "insert into review_schema (hash, schema) values (?, ?) on conflict (hash) do nothing";

    private static final String TAKE_BACK = "delete from review where tenant = ? and job_id = ? and position = ?";

    private final Database database;
    private final ReviewQueue queue;
    private final ObjectMapper json;
    private final Clock clock;

    Reviews(Database database, ReviewQueue queue, ObjectMapper json, Clock clock) {
        this.database = database;
        this.queue = queue;
        this.json = json;
        this.clock = clock;
    }

    /**
     * Notes a decision.
     *
     * @param key the name of the key of whoever decides
     * @throws ProblemException if a correction does not fit the job's schema
     */
    ReviewItem decide(String tenant, String key, UUID job, int position, Fields body) {
        body.requireKnown("decision", "output");
        Decision decision = Decision.of(body.requiredText("decision", "send " + EXAMPLE))
                .orElseThrow(() -> body.refused(
                        "decision",
                        "the decision is '%s'".formatted(body.text("decision")),
                        "choose accept, correct or skip"));
        if ((decision == Decision.CORRECT) != body.object().has("output")) {
            throw body.refused(
                    "output",
                    decision == Decision.CORRECT
                            ? "the correction has no output"
                            : "there is an output, and the decision is " + decision.stored(),
                    "send " + EXAMPLE);
        }
        return database.inTransaction(sql -> {
            Reviewable found = queue.require(sql, tenant, job, position);
            ReviewItem item = found.item();
            String output = decision == Decision.CORRECT
                    ? corrected(Objects.requireNonNull(body.object().get("output")), found.schema())
                    : item.output();
            sql.update(KEEP_SCHEMA, found.schemaHash(), found.schema());
            sql.update(
                    DECIDE,
                    job,
                    position,
                    tenant,
                    item.id(),
                    decision.stored(),
                    item.instruction(),
                    item.input(),
                    item.output(),
                    output,
                    found.schemaHash(),
                    item.madeBy(),
                    key,
                    clock.instant());
            return queue.require(sql, tenant, job, position).item();
        });
    }

    private String corrected(JsonNode output, String schema) {
        String text = output.toString();
        if (text.getBytes(StandardCharsets.UTF_8).length > MOST_BYTES) {
            throw Problem.of(413, "output_too_large", "the output has more than %d bytes".formatted(MOST_BYTES))
                    .at("/output")
                    .limit(MOST_BYTES)
                    .remedy("shorten it")
                    .exception();
        }
        List<Problem.Part> wrong = new OutputValidator(parse(schema))
                .problems(output).stream().map(Reviews::part).toList();
        if (!wrong.isEmpty()) {
            Problem.Part first = wrong.get(0);
            throw Problem.of(422, "schema_broken", "the output does not fit the job's schema: " + first.detail())
                    .at(first.pointer())
                    .parts(wrong)
                    .remedy("correct the output, or skip the item; its schema stands beside it")
                    .exception();
        }
        return text;
    }

    // The validator says "/pointer: what is wrong".
    private static Problem.Part part(String problem) {
        int colon = problem.indexOf(": ");
        return new Problem.Part(
                "/output" + (colon < 0 ? "" : problem.substring(0, colon)),
                problem.substring(Math.max(0, colon + 2)),
                null);
    }

    private JsonNode parse(String schema) {
        try {
            return json.readTree(schema);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a job's schema cannot be read", e);
        }
    }

    /** Takes a decision back; twice is once. */
    ReviewItem takeBack(String tenant, UUID job, int position) {
        return database.inTransaction(sql -> {
            sql.update(TAKE_BACK, tenant, job, position);
            return queue.require(sql, tenant, job, position).item();
        });
    }
}
