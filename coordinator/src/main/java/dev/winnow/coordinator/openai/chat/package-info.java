/**
 * Chat completions, for clients of OpenAI: what a request may say ({@link ChatRequestReader}), alone or as a line of a
 * batch, and the answer to one that somebody waits for, whole or in pieces ({@link ChatCompletionsResource}).
 */
@NullMarked
package dev.winnow.coordinator.openai.chat;

import org.jspecify.annotations.NullMarked;
