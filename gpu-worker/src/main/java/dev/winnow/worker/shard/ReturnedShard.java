package dev.winnow.worker.shard;

import dev.winnow.common.work.ShardAttempt;
import dev.winnow.worker.broker.Delivery;
import java.util.Optional;

/**
 * A claimed shard that the worker gives back unfinished.
 *
 * @param attempt the claimed attempt
 * @param delivery to be acked once the coordinator has taken the shard back; empty if it was settled
 */
public record ReturnedShard(ShardAttempt attempt, Optional<Delivery> delivery) {}
