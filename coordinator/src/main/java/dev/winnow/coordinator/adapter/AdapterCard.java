package dev.winnow.coordinator.adapter;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of an adapter besides its weights.
 *
 * @param scale what the products of its factors are multiplied by
 * @param projections how many of the model's matrices it changes
 * @param bytes of both its files
 * @param trainedFrom what its configuration says that it was trained on, perhaps a path on another machine
 * @param instruction for items that bring none, where the request brings none either
 * @param notes whatever its owner wants to remember
 * @param training how it came about, if it was trained here
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record AdapterCard(
        int rank,
        double alpha,
        double scale,
        List<String> targetModules,
        int projections,
        List<String> dtypes,
        long bytes,
        @Nullable String trainedFrom,
        @Nullable String instruction,
        @Nullable String notes,
        @Nullable JsonNode training) {
    AdapterCard {
        targetModules = List.copyOf(targetModules);
        dtypes = List.copyOf(dtypes);
    }

    static AdapterCard of(
            ReceivedAdapter adapter,
            @Nullable String instruction,
            @Nullable String notes,
            @Nullable JsonNode training) {
        String base = adapter.settings().base();
        return new AdapterCard(
                adapter.settings().rank(),
                adapter.settings().alpha(),
                adapter.settings().scale(),
                adapter.settings().targetModules(),
                adapter.factors().projections(),
                adapter.factors().dtypes(),
                adapter.bytes(),
                base.isEmpty() ? null : base,
                instruction,
                notes,
                training);
    }
}
