package dev.winnow.coordinator.overview;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * How things are for a tenant.
 *
 * @param jobs how many of its jobs are in which state
 * @param itemsPerSecond that are being finished now, of the tenant's jobs
 * @param tokensPerSecond that the live workers write now, whosever
 * @param backlog by model what is still to do
 * @param lately what ended in the last minutes, of jobs that run as well
 * @param day jobs that ended in the last 24 hours, with all their items
 * @param obstacle why the broker takes no work now; left out where it does
 */
@Schema(name = "Overview")
record Overview(
        Map<String, Long> jobs,
        double itemsPerSecond,
        double tokensPerSecond,
        List<Backlog> backlog,
        Recent lately,
        Day day,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String obstacle) {
    Overview {
        jobs = Map.copyOf(jobs);
        backlog = List.copyOf(backlog);
    }

    /**
     * What is still to do with a model.
     *
     * @param jobs that have not ended
     * @param items that have not ended
     * @param workers that are live
     */
    @Schema(name = "Backlog")
    record Backlog(String model, String quantization, int jobs, long items, double itemsPerSecond, int workers) {}

    /**
     * Items that ended lately. Each counts less with time, so that their error rate is that of the last minutes.
     *
     * @param items with an output or an error
     * @param failed of them, those with an error
     * @param halfLifeSeconds after which an item counts half
     */
    @Schema(name = "Lately")
    record Recent(double items, double failed, long halfLifeSeconds) {}

    /** What ended in a day: jobs, and their items with an output and with an error. */
    @Schema(name = "LastDay")
    record Day(long jobs, long succeeded, long failed) {}
}
