/**
 * Model files: what a decoder needs to know and read of a model, whatever format it came in.
 *
 * <p>Start reading at {@link LoadableModel}. Where models come from is in {@code model.source}, the two file formats
 * are in {@code model.gguf} and {@code model.safetensors}. No tensors of libtorch enter here: weights leave as
 * {@code float[]}.
 */
@NullMarked
package dev.winnow.engine.model;

import org.jspecify.annotations.NullMarked;
