/**
 * Models as clients of OpenAI see them: base models by name, adapters by version and by alias. What a request's
 * {@code model} means is told by {@link dev.winnow.coordinator.openai.model.ModelNames}.
 */
@NullMarked
package dev.winnow.coordinator.openai.model;

import org.jspecify.annotations.NullMarked;
