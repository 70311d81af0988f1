/** Tests of the peers' run: what is refused before it, what is fixed, and how systems take turns. */
@NullMarked
package dev.winnow.benchmarks.peers;

import org.jspecify.annotations.NullMarked;
