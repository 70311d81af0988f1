/** Tests of the comparison of schema constraints, with the real llguidance. */
@NullMarked
package dev.winnow.benchmarks.schemas;

import org.jspecify.annotations.NullMarked;
