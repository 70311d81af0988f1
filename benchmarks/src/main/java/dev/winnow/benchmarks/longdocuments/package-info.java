/**
 * Long documents: many documents joined to one, done in windows, and what of them is found again.
 *
 * <p>Start at {@link dev.winnow.benchmarks.longdocuments.LongDocumentsCommand}.
 */
@NullMarked
package dev.winnow.benchmarks.longdocuments;

import org.jspecify.annotations.NullMarked;
