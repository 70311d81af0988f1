/**
 * Averaging: one adapter out of several that began alike, so that several workers can train one.
 *
 * <p>Start reading at {@link AdapterMean}. The algebra is text, {@code averaging.ts.py}; why it is so is in
 * {@code docs/decisions/0025-nodes.md}.
 */
@NullMarked
package dev.winnow.engine.training.averaging;

import org.jspecify.annotations.NullMarked;
