/**
 * Safetensors: Hugging Face's model folders, {@code config.json} beside {@code *.safetensors} and the tokenizer's
 * texts.
 *
 * <p>Start reading at {@link SafetensorsModel}. {@link SafetensorsHeader} checks every range against the file's size
 * and against its neighbours. Pickled weights are never read. The format is described at <a
 * href="https://huggingface.co/docs/safetensors">huggingface.co/docs/safetensors</a>.
 */
@NullMarked
package dev.winnow.engine.model.safetensors;

import org.jspecify.annotations.NullMarked;
