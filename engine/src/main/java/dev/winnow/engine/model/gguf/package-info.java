/**
 * GGUF: llama.cpp's single-file format, versions 2 and 3, with quantized weights.
 *
 * <p>Start reading at {@link GgufModel}. Keys and values are read by {@code dev.winnow.text.gguf}; {@link GgufHeader}
 * checks the tensors' offsets and sizes against the file's before anything of that size is allocated; {@link Blocks}
 * holds the arithmetic of the quantizations. The format is described in <a
 * href="https://github.com/ggml-org/ggml/blob/master/docs/gguf.md">gguf.md</a>.
 */
@NullMarked
package dev.winnow.engine.model.gguf;

import org.jspecify.annotations.NullMarked;
