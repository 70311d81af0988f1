/**
 * Fine-tuning jobs, for clients of OpenAI: an uploaded file of conversations becomes a dataset, and the job a training.
 *
 * <p>{@link FineTuningResource} is the interface; {@link FineTuning} does what it asks. A job's row says what was asked
 * and nothing of how it goes: its state, events and checkpoints are read off its training.
 */
@NullMarked
package dev.winnow.coordinator.openai.finetuning;

import org.jspecify.annotations.NullMarked;
