/**
 * Dispatch: cuts jobs into shards, decides which go to the broker next, grants them to workers, and takes back those
 * that were lost.
 *
 * <p>What may happen to a shard stands in {@link ShardEvent}, and every statement asks it. Start reading at
 * {@link Dispatcher}; jobs become shards in {@link Planner}, fairness is in {@link FairShare}, grants and leases are in
 * {@link Claims}, losses in {@link Reaper} and {@link Losses}, jobs whose time is over in {@link Deadlines}. Nothing
 * goes out while {@link BrokerIntake} says that the broker takes nothing. Timers call {@code runOnce()} by
 * {@link DispatchLoop}; tests call it themselves.
 */
@NullMarked
package dev.winnow.coordinator.dispatch;

import org.jspecify.annotations.NullMarked;
