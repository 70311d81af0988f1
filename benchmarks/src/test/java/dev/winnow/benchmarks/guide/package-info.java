/** Tests of the run through the guide, with a real shell. */
@NullMarked
package dev.winnow.benchmarks.guide;

import org.jspecify.annotations.NullMarked;
