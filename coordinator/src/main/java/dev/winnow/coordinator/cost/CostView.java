package dev.winnow.coordinator.cost;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.math.BigDecimal;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What a tenant's work of the last days has cost.
 *
 * @param days back from now
 * @param inputTokens of all items that have an output, of jobs that were submitted in that time and are still kept
 * @param outputTokens of the same
 * @param workerHours of this tenant: workers that were there, whether busy or not, shared by the tokens that each
 *     tenant had from their model
 * @param cost of those hours; left out where no price of an hour is set
 * @param currency of the cost
 * @param hosted what the same tokens would have cost elsewhere, at each price that is set
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "Costs")
record CostView(
        int days,
        long inputTokens,
        long outputTokens,
        double workerHours,
        @Nullable BigDecimal cost,
        String currency,
        List<Hosted> hosted) {
    CostView {
        hosted = List.copyOf(hosted);
    }

    /** At one price. */
    @Schema(name = "HostedCost")
    record Hosted(String name, BigDecimal cost, String currency) {}
}
