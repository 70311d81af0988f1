/** Tests with a real llama.cpp server in a worker's place. */
@NullMarked
package dev.winnow.benchmarks.server;

import org.jspecify.annotations.NullMarked;
