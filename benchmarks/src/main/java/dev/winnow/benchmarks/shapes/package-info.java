/**
 * Shapes: models as large as real ones, with random weights, so that loading and running them can be measured where no
 * model can be fetched.
 */
@NullMarked
package dev.winnow.benchmarks.shapes;

import org.jspecify.annotations.NullMarked;
