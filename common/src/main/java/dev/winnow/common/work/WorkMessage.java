package dev.winnow.common.work;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** What a worker may find on its pool's queues, on that of trainings for its model, or on its own. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = ShardWork.class, name = "shard_work"),
    @JsonSubTypes.Type(value = OnlineWork.class, name = "online_work"),
    @JsonSubTypes.Type(value = OnlineCancel.class, name = "online_cancel"),
    @JsonSubTypes.Type(value = TrainingWork.class, name = "training_work")
})
public sealed interface WorkMessage permits ShardWork, OnlineWork, OnlineCancel, TrainingWork {}
