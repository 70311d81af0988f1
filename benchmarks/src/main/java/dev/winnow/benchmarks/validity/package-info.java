/**
 * Validity: whether a model that knows nothing, drawn from at a high temperature, still writes documents that fit their
 * schemas within their limits. Only what the engine and the constraint alone see to can make it so.
 *
 * <p>Start at {@link dev.winnow.benchmarks.validity.ValidityCommand}.
 */
@NullMarked
package dev.winnow.benchmarks.validity;

import org.jspecify.annotations.NullMarked;
