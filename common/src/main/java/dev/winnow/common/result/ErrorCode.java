package dev.winnow.common.result;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Why an item failed. The names on the wire are stable: users' programs read them. */
public enum ErrorCode {
    /** Prompt and output limit together exceed the model's context, or the item has too many windows. */
    @JsonProperty("item_too_long")
    ITEM_TOO_LONG,
    /** The free output was no JSON, or not valid against the schema; constrained decoding cannot fail so. */
    @JsonProperty("invalid_output")
    INVALID_OUTPUT,
    /** The item passed its wall-clock limit. */
    @JsonProperty("time_limit")
    TIME_LIMIT,
    /** The item was lost alone with its worker, twice. */
    @JsonProperty("worker_lost")
    WORKER_LOST,
    /** The engine threw while it worked on this very item. */
    @JsonProperty("engine_error")
    ENGINE_ERROR,
    /** The job's deadline passed before the item ended. Said by the coordinator alone. */
    @JsonProperty("deadline_passed")
    DEADLINE_PASSED;

    /** The name on the wire and in the API. */
    public String wireName() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
