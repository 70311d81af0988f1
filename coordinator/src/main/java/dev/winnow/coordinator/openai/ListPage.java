package dev.winnow.coordinator.openai;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A page of a list.
 *
 * @param data what is on it
 * @param hasMore whether there is another after it
 * @param firstId of the first object, or null on an empty page
 * @param lastId of the last: what {@code after} of the next page says
 * @param <T> what an object is
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record ListPage<T>(
        List<T> data,
        boolean hasMore,
        @Nullable String firstId,
        @Nullable String lastId) {
    public ListPage {
        data = List.copyOf(data);
    }

    /**
     * Cuts a page.
     *
     * @param found at most one more than the page has room for
     */
    public static <T> ListPage<T> of(List<T> found, int limit, Function<T, String> id) {
        List<T> data = found.size() > limit ? found.subList(0, limit) : found;
        return new ListPage<>(
                data,
                found.size() > limit,
                data.isEmpty() ? null : id.apply(data.get(0)),
                data.isEmpty() ? null : id.apply(data.get(data.size() - 1)));
    }

    /** What it is. */
    @JsonProperty
    public String object() {
        return "list";
    }
}
