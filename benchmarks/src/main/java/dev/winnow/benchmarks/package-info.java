/**
 * Benchmarks: load and fault runs of the whole system, and peers beside it. Nothing here is part of the product.
 *
 * <p>Start at {@link Bench}: one command each. {@code cluster} starts the services and the processes, {@code scripted}
 * is a worker whose engine follows a script, {@code report} prints figures and ratios.
 */
@NullMarked
package dev.winnow.benchmarks;

import org.jspecify.annotations.NullMarked;
