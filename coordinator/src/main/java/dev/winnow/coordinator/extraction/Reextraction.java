package dev.winnow.coordinator.extraction;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.winnow.coordinator.database.Database;
import dev.winnow.coordinator.database.Row;
import dev.winnow.coordinator.extraction.Submission.Accepted;
import dev.winnow.coordinator.job.JobState;
import dev.winnow.coordinator.problem.Problem;
import dev.winnow.coordinator.problem.ProblemException;
import dev.winnow.coordinator.request.Fields;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Extracts the unsure items of a job that is over once more, as a job of its own: with the same schema, instruction and
 * limits, and another adapter. What was sure stays where it is. Thread-safe.
 */
@Singleton
class Reextraction {
    private static final Set<JobState> OVER = Set.of(JobState.DONE, JobState.CANCELLED);

    private static final String READ = """
            select name, state, schema_json, model, quantization, instruction, max_output_tokens, constrained,
                   temperature, seed, item_seconds, priority, window_prompt_tokens is not null as windows
            from job where tenant = ? and id = ?""";

    private final Database database;
    private final Submission submission;
    private final Jobs jobs;
    private final ExtractionConfig config;
    private final ObjectMapper json;

    Reextraction(Database database, Submission submission, Jobs jobs, ExtractionConfig config, ObjectMapper json) {
        this.database = database;
        this.submission = submission;
        this.jobs = jobs;
        this.config = config;
        this.json = json;
    }

    /** Whether the tenant has a job of that key. */
    boolean isKnown(String tenant, @Nullable String key) {
        return submission.isKnown(tenant, key);
    }

    /**
     * Submits it.
     *
     * @param key the same key and request again are the same job
     * @throws ProblemException if the job is not over, or none of its items was unsure
     */
    Accepted submit(String tenant, UUID job, @Nullable String key, Fields body) throws IOException {
        ReextractionRequest request = ReextractionRequest.read(body);
        ExtractionOptions options = options(tenant, job, request);
        try {
            return submission.submit(
                    tenant,
                    key,
                    () -> new OrderBody(
                            "again %s %s".formatted(job, body.object()),
                            options,
                            Purpose.again(job),
                            new UnsureItems(database, json, job, request),
                            json,
                            config));
        } catch (ProblemException e) {
            if (e.problem().code().equals("no_items")) {
                throw Problem.of(
                                422,
                                "nothing_unsure",
                                "no item of the job has a value that was less sure than " + request.below())
                        .at("/below")
                        .remedy("raise below, name other fields, or keep what there is")
                        .exception();
            }
            throw e;
        }
    }

    private ExtractionOptions options(String tenant, UUID job, ReextractionRequest request) {
        return database.inTransaction(sql -> {
            jobs.require(sql, tenant, job);
            Before before = sql.queryOne(READ, row -> Before.read(row, request, json), tenant, job)
                    .orElseThrow();
            if (!OVER.contains(before.state())) {
                throw Problem.of(
                                409,
                                "job_not_over",
                                "the job is %s".formatted(before.state().stored()))
                        .remedy("wait until it is done, or cancel it")
                        .exception();
            }
            return before.options();
        });
    }

    private record Before(JobState state, ExtractionOptions options) {
        static Before read(Row row, ReextractionRequest request, ObjectMapper json) throws SQLException {
            return new Before(
                    JobState.of(row.text("state")),
                    new ExtractionOptions(
                            schema(row.text("schema_json"), json),
                            null,
                            row.text("model"),
                            request.adapter(),
                            row.text("quantization"),
                            row.text("instruction"),
                            request.name() == null ? row.textOrNull("name") : request.name(),
                            row.number("max_output_tokens"),
                            row.real("temperature"),
                            row.bigNumber("seed"),
                            row.flag("constrained"),
                            row.number("item_seconds"),
                            row.number("priority"),
                            OnBadItem.RECORD,
                            null,
                            row.flag("windows") ? new AskedWindows(null, null) : null));
        }

        private static JsonNode schema(String text, ObjectMapper json) {
            try {
                return json.readTree(text);
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("a job's schema cannot be read", e);
            }
        }
    }
}
