/**
 * Prompt: what the model is given for one item, as tokens.
 *
 * <p>A {@link dev.winnow.text.prompt.PromptFormat} renders the model's template once, around a gap; each item's text
 * fills the gap as plain text.
 */
@NullMarked
package dev.winnow.text.prompt;

import org.jspecify.annotations.NullMarked;
