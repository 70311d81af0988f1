/**
 * Training: Winnow's trainer and PEFT learn the same rows from the same first factors, in the same order.
 *
 * <p>Start reading at {@link TrainingCommand}.
 */
@NullMarked
package dev.winnow.benchmarks.training;

import org.jspecify.annotations.NullMarked;
