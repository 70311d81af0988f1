/**
 * Server: a job through a worker whose backend is a real llama.cpp server, which is ended and started again in the
 * middle.
 *
 * <p>Start at {@link ServerRun}.
 */
@NullMarked
package dev.winnow.benchmarks.server;

import org.jspecify.annotations.NullMarked;
