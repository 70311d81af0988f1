package dev.winnow.text.window;

import dev.winnow.text.tokenizer.Tokenizer;
import dev.winnow.text.tokenizer.Vocabulary;
import java.util.Arrays;

/** Where the tokens of a text end in it. Immutable. */
final class TokenEnds {
    private static final int TWO_BYTES = 0x80;
    private static final int THREE_BYTES = 0x800;
    private static final int FOUR_BYTES = 0x10000;

    /** By the number of tokens, the characters of the text that they reach; a token that ends within one reaches it. */
    private final int[] ends;

    private TokenEnds(int[] ends) {
        this.ends = ends;
    }

    static TokenEnds of(Tokenizer tokenizer, String text) {
        Vocabulary vocabulary = tokenizer.vocabulary();
        int[] tokens = tokenizer.encode(text);
        int[] ends = new int[tokens.length + 1];
        int reached = 0;
        long bytes = 0;
        long written = 0;
        for (int i = 0; i < tokens.length; i++) {
            byte[] own = vocabulary.bytes(tokens[i]);
            bytes += own == null ? 0 : own.length;
            while (reached < text.length() && written < bytes) {
                int point = text.codePointAt(reached);
                written += utf8Length(point);
                reached += Character.charCount(point);
            }
            ends[i + 1] = reached;
        }
        return new TokenEnds(ends);
    }

    private static int utf8Length(int point) {
        if (point < TWO_BYTES) {
            return 1;
        }
        if (point < THREE_BYTES) {
            return 2;
        }
        return point < FOUR_BYTES ? 3 : 4;
    }

    int count() {
        return ends.length - 1;
    }

    /** Characters before the end of so many tokens. */
    int end(int tokens) {
        return ends[tokens];
    }

    /** How many tokens lie before a character. */
    int tokensBefore(int character) {
        int found = Arrays.binarySearch(ends, character);
        return found >= 0 ? found : -found - 2;
    }
}
