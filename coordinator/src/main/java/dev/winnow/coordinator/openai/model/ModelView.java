package dev.winnow.coordinator.openai.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * A model.
 *
 * @param id what a request says
 * @param created Unix seconds: of an adapter when it was stored, of a base model when a worker last registered it
 * @param ownedBy {@code winnow} for base models, {@code tenant} for the caller's own adapters
 * @param root the adapter's version that an alias stands for now; left out elsewhere
 * @param parent the base model of an adapter; left out elsewhere
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ModelView(
        String id,
        long created,
        String ownedBy,
        @Nullable String root,
        @Nullable String parent) {
    @JsonProperty
    String object() {
        return "model";
    }
}
