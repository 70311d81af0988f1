package dev.winnow.common.result;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** What the coordinator may find on the results queue. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes(@JsonSubTypes.Type(value = ItemsFinished.class, name = "items_finished"))
public sealed interface ResultMessage permits ItemsFinished {
    /** The queue that all workers publish to and all coordinators consume. */
    String QUEUE = "winnow.results";
}
