/**
 * OpenAI: the wire format that clients of OpenAI speak, under {@code /v1}, on top of Winnow's own features.
 *
 * <p>What all of it shares stands here: the error object that {@link OpenAiErrors} makes of every problem, ids
 * ({@link WireId}), lists ({@link ListPage}, {@link Paging}) and what makes a repeated request the same one
 * ({@link Retry}). Files, batches and models are packages of their own; none of Winnow's features knows of any.
 */
@NullMarked
package dev.winnow.coordinator.openai;

import org.jspecify.annotations.NullMarked;
