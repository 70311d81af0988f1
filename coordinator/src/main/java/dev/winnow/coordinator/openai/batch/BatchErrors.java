package dev.winnow.coordinator.openai.batch;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Why a batch failed as a whole. */
record BatchErrors(List<Entry> data) {
    BatchErrors {
        data = List.copyOf(data);
    }

    @JsonProperty
    String object() {
        return "list";
    }

    /**
     * One reason.
     *
     * @param param the field of the line, if it is about one
     * @param line of the file, from 1, if it is about one
     */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record Entry(
            String code,
            String message,
            @Nullable String param,
            @Nullable Integer line) {}
}
