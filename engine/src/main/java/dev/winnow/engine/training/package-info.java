/**
 * Training: turns examples into a low-rank adapter for a frozen base model (LoRA, QLoRA).
 *
 * <p>Start reading at {@link Trainer}: it takes one optimizer step at a time. {@link TrainingGraph} has the arithmetic,
 * which is text ({@code training.ts.py}, forward and backward pass written out), {@link AdamW} the optimizer with its
 * state in {@link StatePages}, {@link Packing} the way of sequences into packs, {@link TrainingMemory} the sum of what
 * it will take. Decisions and figures are in {@code docs/decisions/0016-training.md}.
 */
@NullMarked
package dev.winnow.engine.training;

import org.jspecify.annotations.NullMarked;
