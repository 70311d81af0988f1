/**
 * Shard: what the worker holds, from the delivery to the coordinator's last word.
 *
 * <p>Start at {@link ShardDesk}, where every shard of this worker lies: waiting (delivered, unclaimed) or held
 * (claimed). {@link ShardConsumer} brings deliveries in, {@link Claims} asks for those that may begin and acks them
 * when they are granted, {@link Heartbeats} names what is held and takes the verdicts. Tokens, schemas and the model do
 * not enter here.
 */
@NullMarked
package dev.winnow.worker.shard;

import org.jspecify.annotations.NullMarked;
