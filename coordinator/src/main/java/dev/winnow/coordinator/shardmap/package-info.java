/**
 * Shard map: where a job's shards are, drawn small: a bounded number of cells, however long the job, and who holds
 * what.
 *
 * <p>{@link ShardMapResource} is the API; {@link ShardMaps} reads; it changes nothing.
 */
@NullMarked
package dev.winnow.coordinator.shardmap;

import org.jspecify.annotations.NullMarked;
