/**
 * Files: what clients of OpenAI upload for batches and fine-tuning, and what batches leave for them.
 *
 * <p>{@link dev.winnow.coordinator.openai.file.FilesResource} is the interface. An upload goes
 * {@link dev.winnow.coordinator.openai.file.MultipartUpload} (part by part as it comes in) ->
 * {@link dev.winnow.coordinator.openai.file.Files} (one transaction, a piece a row); nothing is ever in memory whole.
 */
@NullMarked
package dev.winnow.coordinator.openai.file;

import org.jspecify.annotations.NullMarked;
