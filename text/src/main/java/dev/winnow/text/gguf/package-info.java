/**
 * GGUF, as far as its keys and values: enough for a model's tokenizer. The tensors behind them are the engine's.
 *
 * <p>Start reading at {@link GgufStart}. {@link HeaderReader} checks every count and length against the file's size
 * before anything of that size is allocated. The format is described in <a
 * href="https://github.com/ggml-org/ggml/blob/master/docs/gguf.md">gguf.md</a>.
 */
@NullMarked
package dev.winnow.text.gguf;

import org.jspecify.annotations.NullMarked;
