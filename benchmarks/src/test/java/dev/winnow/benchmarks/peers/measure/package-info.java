/** Tests of the search for settings, and of figures. */
@NullMarked
package dev.winnow.benchmarks.peers.measure;

import org.jspecify.annotations.NullMarked;
