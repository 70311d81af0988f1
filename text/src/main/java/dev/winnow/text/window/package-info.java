/**
 * Window: documents that are longer than a model's context, cut into parts that fit it.
 *
 * <p>Start at {@link dev.winnow.text.window.WindowCutter}. What the model makes of the parts is put together by
 * {@code merge}.
 */
@NullMarked
package dev.winnow.text.window;

import org.jspecify.annotations.NullMarked;
