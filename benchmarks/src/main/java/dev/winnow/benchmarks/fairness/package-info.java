/** Fairness: how long a small job takes beside a huge one of the same tenant and priority, and alone. */
@NullMarked
package dev.winnow.benchmarks.fairness;

import org.jspecify.annotations.NullMarked;
