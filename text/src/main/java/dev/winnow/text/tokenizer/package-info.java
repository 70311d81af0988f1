/**
 * Tokenizer: text to tokens and back, for the models that Winnow runs.
 *
 * <p>Tokens are found by the Hugging Face tokenizer library through DJL; bytes come from the {@link Vocabulary}, since
 * decoding token by token would break UTF-8.
 */
@NullMarked
package dev.winnow.text.tokenizer;

import org.jspecify.annotations.NullMarked;
