package dev.winnow.coordinator.extraction;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.common.work.ExtractionTask;
import dev.winnow.common.work.Pool;
import dev.winnow.common.work.Sampling;
import dev.winnow.common.work.WorkItem;
import dev.winnow.coordinator.extraction.Admission.AdmittedRequest;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Admits one document alone, as jobs are admitted, for whoever waits for it. Thread-safe. */
@Singleton
public class SingleAdmission {
    private final Admission admission;
    private final ExtractionConfig config;

    SingleAdmission(Admission admission, ExtractionConfig config) {
        this.admission = admission;
        this.config = config;
    }

    /**
     * Admits it.
     *
     * @param instruction null where the input says itself what is wanted
     * @param limit the most time that it may take at work
     * @throws dev.winnow.coordinator.problem.ProblemException if it cannot be done
     */
    public AdmittedItem admit(
            String tenant, JobOrder order, @Nullable String instruction, String input, Duration limit) {
        AdmittedRequest request = admission.admit(tenant, order.options());
        ObjectNode node =
                JsonNodeFactory.instance.objectNode().put("input", input).put("instruction", instruction);
        SubmittedItem item = new ItemReader(config.idCharacters()).read(node, new Place.Pointer("/messages"));
        new ContextCheck(request).require(item);
        return new AdmittedItem(
                request.pool(),
                new ExtractionTask(
                        request.schema().schema(),
                        request.schema().hash(),
                        request.adapter() == null ? null : request.adapter().hash(),
                        request.options().maxOutputTokens(),
                        true,
                        new Sampling(
                                request.options().temperature(),
                                request.options().seed()),
                        (int) Math.max(1, limit.toSeconds()),
                        null),
                new WorkItem(0, item.instruction() == null ? "" : item.instruction(), item.input()));
    }

    /** What a worker is to have. */
    public record AdmittedItem(Pool pool, ExtractionTask task, WorkItem item) {}
}
