/**
 * Evidence: whether confidence tells right values from wrong ones, whether values have their places in the input, and
 * what both cost.
 *
 * <p>Start at {@link dev.winnow.benchmarks.evidence.EvidenceCommand}.
 */
@NullMarked
package dev.winnow.benchmarks.evidence;

import org.jspecify.annotations.NullMarked;
