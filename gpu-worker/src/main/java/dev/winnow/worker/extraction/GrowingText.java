package dev.winnow.worker.extraction;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.winnow.text.tokenizer.Vocabulary;
import java.util.Arrays;

/**
 * An output's text while it is written. A character whose bytes are not all there waits for the rest, and white space
 * waits for what comes after it, since a whole output has none around it. Used by one thread only.
 */
final class GrowingText {
    private static final int CONTINUES = 0x80;
    private static final int CONTINUES_MASK = 0xC0;

    private final Vocabulary vocabulary;
    private byte[] waiting = {};
    private boolean begun;

    GrowingText(Vocabulary vocabulary) {
        this.vocabulary = vocabulary;
    }

    /** What some tokens more make certain; may be empty. */
    String add(int[] tokens) {
        byte[] more = vocabulary.joined(tokens);
        byte[] all = Arrays.copyOf(waiting, waiting.length + more.length);
        System.arraycopy(more, 0, all, waiting.length, more.length);
        String text = new String(all, 0, wholeCharacters(all), UTF_8);
        String certain = begun ? text.stripTrailing() : text.strip();
        begun |= !certain.isEmpty();
        String before = begun ? text.substring(0, text.indexOf(certain) + certain.length()) : "";
        waiting = Arrays.copyOfRange(all, before.getBytes(UTF_8).length, all.length);
        return certain;
    }

    private static int wholeCharacters(byte[] bytes) {
        int last = bytes.length - 1;
        while (last >= 0 && (bytes[last] & CONTINUES_MASK) == CONTINUES) {
            last--;
        }
        return last < 0 || bytes.length - last >= length(bytes[last]) ? bytes.length : last;
    }

    private static int length(byte first) {
        int ones = Integer.numberOfLeadingZeros(~(first << 24));
        return Math.max(1, ones);
    }
}
