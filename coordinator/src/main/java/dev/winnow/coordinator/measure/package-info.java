/**
 * Measuring: what the database knows of the whole system, for Prometheus. What is counted as it happens is counted
 * where it happens; here is what can only be looked up.
 *
 * <p>Start reading at {@link StateMetrics}. docs/reference/metrics.md lists all that there is.
 */
@NullMarked
package dev.winnow.coordinator.measure;

import org.jspecify.annotations.NullMarked;
