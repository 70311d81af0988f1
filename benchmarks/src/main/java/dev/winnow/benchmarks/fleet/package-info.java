/**
 * Fleet: many workers with realistic service times against one coordinator. {@link FleetRun} measures how busy they are
 * kept, {@link ShardWatch} how long shards wait for a claim, {@link DatabaseLoad} what it costs the database.
 */
@NullMarked
package dev.winnow.benchmarks.fleet;

import org.jspecify.annotations.NullMarked;
