/**
 * The worker: pulls shards of one pool, feeds the engine, sends results.
 *
 * <p>A document's way: {@code broker} -> {@code shard} -> {@code extraction} -> {@code result}. {@code control} speaks
 * to the coordinator, {@code life} starts and ends everything, {@code health} shows it. Here is only what can be set
 * from outside, {@link WorkerConfig}.
 */
@NullMarked
package dev.winnow.worker;

import org.jspecify.annotations.NullMarked;
