package dev.winnow.common.result;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** How one item ended. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = ItemOutput.class, name = "output"),
    @JsonSubTypes.Type(value = ItemFailure.class, name = "failure")
})
public sealed interface ItemResult permits ItemOutput, ItemFailure {
    /** The item's place in its job, from 0. */
    int position();
}
