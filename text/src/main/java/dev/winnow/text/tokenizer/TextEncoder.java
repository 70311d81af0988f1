package dev.winnow.text.tokenizer;

/** Turns plain text into tokens, canonically. Strings that look like control tokens stay text. Thread-safe. */
@FunctionalInterface
public interface TextEncoder {
    /** The tokens of a text, without any that the text did not ask for (no begin or end token). */
    int[] encode(String text);
}
