/**
 * Autoscaling: a day's load in simulated time, under fleets that stay as they are and under one that KEDA moves as the
 * manifest says.
 *
 * <p>Start reading at {@link Simulation}. {@link DayLoad} is what comes, {@link SharedQueue} how it is shared out,
 * {@link KedaFleet} KEDA's operator over the {@link Autoscaler} of Kubernetes, both as they are documented.
 */
@NullMarked
package dev.winnow.benchmarks.autoscaling;

import org.jspecify.annotations.NullMarked;
