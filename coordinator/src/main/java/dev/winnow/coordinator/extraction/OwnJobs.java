package dev.winnow.coordinator.extraction;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.coordinator.adapter.ChosenAdapter;
import dev.winnow.coordinator.extraction.Admission.AdmittedModel;
import dev.winnow.coordinator.model.TokenCounter;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Jobs that other features of the coordinator submit. They are as users' own in all. Thread-safe. */
@Singleton
public class OwnJobs {
    private final Submission submission;
    private final Admission admission;
    private final ExtractionConfig config;

    OwnJobs(Submission submission, Admission admission, ExtractionConfig config) {
        this.submission = submission;
        this.admission = admission;
        this.config = config;
    }

    /**
     * Says what a job with these options would be done by, whatever its schema and limits.
     *
     * @throws dev.winnow.coordinator.problem.ProblemException if it cannot be done; pointers begin at the options
     */
    public Means means(String tenant, ObjectNode options) {
        AdmittedModel model = admission.model(tenant, OptionsReader.read(options));
        return new Means(
                model.pool().model(),
                model.pool().quantization(),
                model.adapter(),
                model.contextTokens(),
                model.counter());
    }

    /**
     * Refuses options that no job can keep.
     *
     * @throws dev.winnow.coordinator.problem.ProblemException that says why; pointers begin at the options
     */
    public void require(String tenant, ObjectNode options) {
        admission.admit(tenant, OptionsReader.read(options));
    }

    /**
     * Submits a job, once: the same name again is the same job, on whatever replica, and nothing is read a second time.
     *
     * @param name of the submission among the tenant's; it is the job's idempotency key
     * @param items with id, instruction and input
     * @throws dev.winnow.coordinator.problem.ProblemException as users are refused: 429 and 503 pass
     */
    public UUID submit(String tenant, String name, ObjectNode options, Iterator<? extends JsonNode> items) {
        return submit(tenant, name, options, items, Purpose.USUAL);
    }

    /** The same for what is to be scored: its confidences stay the model's own, for calibrations are fitted on them. */
    public UUID submitUncalibrated(String tenant, String name, ObjectNode options, Iterator<? extends JsonNode> items) {
        return submit(tenant, name, options, items, Purpose.SCORING);
    }

    private UUID submit(
            String tenant, String name, ObjectNode options, Iterator<? extends JsonNode> items, Purpose purpose) {
        try {
            return submission
                    .submit(tenant, name, () -> new GivenBody(name, options, items, purpose, config))
                    .job();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * What does a job.
     *
     * @param adapter or null for the base model alone
     */
    public record Means(
            String model,
            String quantization,
            @Nullable ChosenAdapter adapter,
            int contextTokens,
            TokenCounter counter) {}
}
