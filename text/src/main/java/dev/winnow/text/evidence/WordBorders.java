package dev.winnow.text.evidence;

import java.lang.Character.UnicodeScript;

/** Where words begin and end. */
final class WordBorders {
    private WordBorders() {}

    /** Whether a part neither begins nor ends within a word. */
    static boolean isWhole(String text, int from, int to) {
        return isBorder(text, from) && isBorder(text, to);
    }

    private static boolean isBorder(String text, int at) {
        return at == 0 || at == text.length() || !isInWord(text.codePointBefore(at)) || !isInWord(text.codePointAt(at));
    }

    // What is written without spaces between words has a border anywhere.
    private static boolean isInWord(int point) {
        return Character.isLetterOrDigit(point)
                && switch (UnicodeScript.of(point)) {
                    case HAN, HIRAGANA, KATAKANA, THAI, LAO, KHMER, MYANMAR -> false;
                    default -> true;
                };
    }
}
