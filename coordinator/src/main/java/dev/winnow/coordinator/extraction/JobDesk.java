package dev.winnow.coordinator.extraction;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.winnow.coordinator.adapter.ChosenAdapter;
import dev.winnow.coordinator.database.Database;
import dev.winnow.coordinator.extraction.Admission.AdmittedModel;
import dev.winnow.coordinator.model.TokenCounter;
import dev.winnow.coordinator.problem.ProblemException;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Where other features of the coordinator submit jobs, as any user does by HTTP: the same admission, the same limits,
 * and jobs that can be looked at and cancelled like all others. Thread-safe.
 */
@Singleton
public class JobDesk {
    private static final String BY_KEY = "select id from job where tenant = ? and idempotency_key = ?";

    private static final String UNKNOWN_JOB = "unknown_job";

    private final Submission submission;
    private final Admission admission;
    private final JobControl control;
    private final Database database;
    private final ExtractionConfig config;
    private final ObjectMapper json;

    JobDesk(
            Submission submission,
            Admission admission,
            JobControl control,
            Database database,
            ExtractionConfig config,
            ObjectMapper json) {
        this.submission = submission;
        this.admission = admission;
        this.control = control;
        this.database = database;
        this.config = config;
        this.json = json;
    }

    /**
     * Says what a job would be done by, whatever its schema and limits.
     *
     * @throws ProblemException if it cannot be done
     */
    public Means means(String tenant, JobOrder.By by) {
        AdmittedModel model = admission.model(tenant, by.options());
        return new Means(
                model.pool().model(),
                model.pool().quantization(),
                model.adapter(),
                model.contextTokens(),
                model.counter());
    }

    /**
     * Refuses an order that no job can keep.
     *
     * @throws ProblemException that says why; it points to the order's parts by their names in a user's request
     */
    public void require(String tenant, JobOrder order) {
        admission.admit(tenant, order.options());
    }

    /**
     * Submits a job; when this returns it is committed. Items that cannot be used fail alone.
     *
     * @param key the same key twice is the same job, whoever died in between
     * @throws ProblemException if none of the items, or none of what is asked of them, can be kept
     */
    public UUID submit(String tenant, String key, JobOrder order, ItemSource items) throws IOException {
        return submit(tenant, key, order, items, Purpose.USUAL);
    }

    /** The same for what is to be scored: its confidences stay the model's own, for calibrations are fitted on them. */
    public UUID submitUncalibrated(String tenant, String key, JobOrder order, ItemSource items) throws IOException {
        return submit(tenant, key, order, items, Purpose.SCORING);
    }

    private UUID submit(String tenant, String key, JobOrder order, ItemSource items, Purpose purpose)
            throws IOException {
        return submission
                .submit(tenant, key, () -> new OrderBody(key, order.options(), purpose, items, json, config))
                .job();
    }

    /** The job that was submitted with that key. */
    public Optional<UUID> find(String tenant, String key) {
        return database.inTransaction(sql -> sql.queryOne(BY_KEY, row -> row.uuid("id"), tenant, key));
    }

    /** Cancels a job; one that has ended, or is deleted, stays as it is. */
    public void cancel(String tenant, UUID job) {
        try {
            control.cancel(tenant, job);
        } catch (ProblemException e) {
            if (!e.problem().code().equals(UNKNOWN_JOB)) {
                throw e;
            }
        }
    }

    /** Gives items one by one. */
    @FunctionalInterface
    public interface ItemSource {
        /** The next, or null after the last. */
        @Nullable
        OrderedItem next() throws IOException;
    }

    /**
     * An item.
     *
     * @param id null where its position is enough
     * @param line where it stands in what it comes from
     * @param instruction its own; null where the input says itself what is wanted
     */
    public record OrderedItem(
            @Nullable String id, long line, @Nullable String instruction, String input) {}

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
