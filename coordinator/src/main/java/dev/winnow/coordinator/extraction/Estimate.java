package dev.winnow.coordinator.extraction;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.winnow.coordinator.estimate.PriceList.Cost;
import dev.winnow.coordinator.estimate.TokenCount;
import dev.winnow.coordinator.extraction.Admission.AdmissionLine;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What a job would take.
 *
 * @param items of the request
 * @param distinctItems how many would be computed: items that ask the same are computed once, as far as they are known
 *     to be the same
 * @param countedItems how many of the items were tokenized; if all were, input tokens are exact
 * @param promptOverhead tokens of every prompt besides the item's text: instruction and chat template
 * @param windows of all items together, by estimate where they are cut; left out where none are asked for
 * @param inputTokens of all items, with their prompts
 * @param computedInputTokens of the distinct items
 * @param outputTokens of all items
 * @param computedOutputTokens of the distinct items
 * @param time on the workers that are live now, with nothing else to do
 * @param costs what all items would cost at the configured prices, by name
 * @param admission what becomes of each keyword of the schema
 */
@Schema(name = "Estimate")
public record Estimate(
        String model,
        String quantization,
        long items,
        long distinctItems,
        int countedItems,
        int promptOverhead,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Long windows,
        TokenCount inputTokens,
        TokenCount computedInputTokens,
        OutputEstimate outputTokens,
        TokenCount computedOutputTokens,
        TimeEstimate time,
        List<Cost> costs,
        List<AdmissionLine> admission) {
    public Estimate {
        costs = List.copyOf(costs);
        admission = List.copyOf(admission);
    }

    /**
     * Tokens of the outputs.
     *
     * @param source {@code history} of finished jobs with the same schema and model, or a {@code guess} by the schema
     * @param ofJobs how many jobs the history has
     * @param ofItems how many of their outputs were looked at
     * @param perItem the mean of an item
     * @param value the likeliest of all items
     * @param low of a guess, the least that is possible
     * @param high of a guess, the most that is possible
     */
    public record OutputEstimate(
            String source,
            int ofJobs,
            int ofItems,
            double perItem,
            long value,
            long standardError,
            long low,
            long high) {}

    /**
     * Time on the live fleet.
     *
     * @param seconds the likeliest, or null
     * @param low by the low end of the output tokens
     * @param high by their high end
     * @param reason why there is no time, if there is none
     * @param workers that are live in the pool
     * @param slots items that they decode at once
     * @param measuredWorkers how many of them have shown their rate
     * @param tokensPerSecond output tokens a second of all together
     */
    public record TimeEstimate(
            @Nullable Double seconds,
            @Nullable Double low,
            @Nullable Double high,
            @Nullable String reason,
            int workers,
            int slots,
            int measuredWorkers,
            double tokensPerSecond) {}
}
