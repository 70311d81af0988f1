/**
 * Decoder: prompts and tokens in, logits out, for Llama-family models (Llama, TinyLlama, SmolLM, Mistral, Qwen2,
 * Qwen3).
 *
 * <p>Start reading at {@link Decoder}. The arithmetic is TorchScript ({@code decoder.ts.py} among the resources, one
 * {@code weights_*.ts.py} for each {@link NumericMode}); Java owns weights, KV cache and memory. What rows are for, and
 * how tokens are chosen, does not enter here.
 */
@NullMarked
package dev.winnow.engine.decoder;

import org.jspecify.annotations.NullMarked;
