/**
 * Packed models: folders with a model's weights in the form of one numeric mode, as {@code winnow models quantize}
 * writes them; {@code docs/reference/models.md} has the layout.
 *
 * <p>Start reading at {@link PackedModel}. What the forms are is the decoder's to know.
 */
@NullMarked
package dev.winnow.engine.model.packed;

import org.jspecify.annotations.NullMarked;
