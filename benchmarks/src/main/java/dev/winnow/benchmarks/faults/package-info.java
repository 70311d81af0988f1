/**
 * Faults from a seed: {@link FaultPlan} says what happens when, {@link Disturbances} does it to a {@link FaultCluster},
 * {@link Clients} submit jobs meanwhile, and {@link Promises} and {@link Ledger} check afterwards what became of them.
 * Start reading at {@link FaultRun}.
 */
@NullMarked
package dev.winnow.benchmarks.faults;

import org.jspecify.annotations.NullMarked;
