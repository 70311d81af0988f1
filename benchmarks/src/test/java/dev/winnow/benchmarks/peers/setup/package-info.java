/** Tests of the set-up, without building or training anything. */
@NullMarked
package dev.winnow.benchmarks.peers.setup;

import org.jspecify.annotations.NullMarked;
