/**
 * Tests of what is said to the systems and of what their answers mean; small shell scripts stand for their processes.
 */
@NullMarked
package dev.winnow.benchmarks.peers.system;

import org.jspecify.annotations.NullMarked;
