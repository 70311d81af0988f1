/**
 * Agreement: whether the outputs of batches, jumps, guesses, shared prefixes and mixed adapters are the reference
 * outputs, and how near a tie the model was where they are not.
 */
@NullMarked
package dev.winnow.benchmarks.agreement;

import org.jspecify.annotations.NullMarked;
