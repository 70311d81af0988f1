/**
 * Fuzz: inputs that others bring, changed at random, must be read or be refused by name: no other exception, no hang,
 * no memory taken that the input does not warrant. {@link Target} names what is read, {@link Subject} how;
 * {@link Mutator} changes samples, {@link ZipInputs} and {@link GzipInputs} those that are packed; {@link FuzzRun}
 * reads them and keeps what went wrong.
 */
@NullMarked
package dev.winnow.benchmarks.fuzz;

import org.jspecify.annotations.NullMarked;
