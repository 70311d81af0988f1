/**
 * Batches, for clients of OpenAI: a file of requests becomes extraction jobs, and their results a file of answers.
 *
 * <p>{@link dev.winnow.coordinator.openai.batch.BatchesResource} is the interface.
 * {@link dev.winnow.coordinator.openai.batch.BatchRounds} moves what is open, and each state has a class:
 * {@link dev.winnow.coordinator.openai.batch.BatchCheck} reads the file and puts alike requests together,
 * {@link dev.winnow.coordinator.openai.batch.BatchSubmission} makes a job of each such group,
 * {@link dev.winnow.coordinator.openai.batch.BatchOutput} writes the files. What may happen when stands in
 * {@link dev.winnow.coordinator.openai.batch.BatchEvent}.
 */
@NullMarked
package dev.winnow.coordinator.openai.batch;

import org.jspecify.annotations.NullMarked;
