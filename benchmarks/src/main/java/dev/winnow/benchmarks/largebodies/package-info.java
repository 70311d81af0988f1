/**
 * Large bodies: hundreds of megabytes in and out of a coordinator whose heap is small, and bodies that are meant to do
 * harm.
 *
 * <p>Start at {@link LargeBodiesCommand}; what goes in and out is in {@link LargeJob}, the harm in {@link BadBody}.
 */
@NullMarked
package dev.winnow.benchmarks.largebodies;

import org.jspecify.annotations.NullMarked;
