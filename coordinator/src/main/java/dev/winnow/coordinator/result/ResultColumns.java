package dev.winnow.coordinator.result;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.winnow.common.result.ItemFailure;
import dev.winnow.common.result.ItemOutput;
import dev.winnow.common.result.ItemResult;
import dev.winnow.common.result.Provenance;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Results turned on their side, an array for each column: PostgreSQL's {@code unnest} takes them in one statement. In
 * the order of positions, so that two statements with the same items wait for each other and cannot deadlock.
 */
@SuppressWarnings("ArrayRecordComponent") // made here, read once, handed to JDBC
record ResultColumns(
        Integer[] positions,
        @Nullable String[] outputs,
        Boolean[] truncated,
        @Nullable String[] errorCodes,
        @Nullable String[] errorMessages,
        @Nullable Integer[] inputTokens,
        @Nullable Integer[] outputTokens,
        @Nullable Integer[] steps,
        @Nullable Double[] seconds,
        @Nullable String[] madeBy) {

    static ResultColumns of(List<ItemResult> items, ObjectMapper json) {
        List<ItemResult> ordered = items.stream()
                .sorted(Comparator.comparingInt(ItemResult::position))
                .toList();
        Function<ItemResult, Optional<ItemOutput>> output =
                item -> item instanceof ItemOutput found ? Optional.of(found) : Optional.empty();
        Function<ItemResult, Optional<ItemFailure>> failure =
                item -> item instanceof ItemFailure found ? Optional.of(found) : Optional.empty();
        return new ResultColumns(
                ordered.stream().map(ItemResult::position).toArray(Integer[]::new),
                column(ordered, output, ItemOutput::output).toArray(String[]::new),
                ordered.stream()
                        .map(item ->
                                output.apply(item).map(ItemOutput::truncated).orElse(false))
                        .toArray(Boolean[]::new),
                column(ordered, failure, item -> item.code().wireName()).toArray(String[]::new),
                // PostgreSQL's text cannot hold NUL, and an engine's message might.
                column(ordered, failure, item -> item.message().replace('\0', ' '))
                        .toArray(String[]::new),
                column(ordered, output, item -> item.usage().inputTokens()).toArray(Integer[]::new),
                column(ordered, output, item -> item.usage().outputTokens()).toArray(Integer[]::new),
                column(ordered, output, item -> item.usage().steps()).toArray(Integer[]::new),
                column(ordered, output, item -> item.usage().seconds()).toArray(Double[]::new),
                column(ordered, output, item -> write(item.madeBy(), json)).toArray(String[]::new));
    }

    private static <T, V> Stream<@Nullable V> column(
            List<ItemResult> items, Function<ItemResult, Optional<T>> kind, Function<T, V> value) {
        return items.stream().map(item -> kind.apply(item).map(value).orElse(null));
    }

    private static String write(Provenance madeBy, ObjectMapper json) {
        try {
            return json.writeValueAsString(madeBy);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("provenance can always be written", e);
        }
    }
}
