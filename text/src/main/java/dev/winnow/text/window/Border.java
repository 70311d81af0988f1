package dev.winnow.text.window;

import java.text.BreakIterator;
import java.util.Locale;

/** Where a text may be cut, the better ones last. */
enum Border {
    /** No good place: within a word. */
    NONE,
    WORD,
    SENTENCE,
    LINE,
    PARAGRAPH;

    private static final String SENTENCE_ENDS = ".!?\u2026";
    private static final String CLOSING = "\"')]\u201D\u2019\u00BB";
    private static final String WIDE_SENTENCE_ENDS = "\u3002\uFF01\uFF1F";

    /** What lies between two characters. */
    static Border at(String text, int at) {
        char before = text.charAt(at - 1);
        if (before == '\n') {
            return isBlankLineBefore(text, at - 1) ? PARAGRAPH : LINE;
        }
        if (WIDE_SENTENCE_ENDS.indexOf(before) >= 0) {
            return SENTENCE;
        }
        if (!isSpace(before) || (at < text.length() && isSpace(text.charAt(at)))) {
            return NONE;
        }
        return endsSentence(text, at - 1) ? SENTENCE : WORD;
    }

    private static boolean isBlankLineBefore(String text, int lineEnd) {
        int i = lineEnd - 1;
        while (i >= 0 && text.charAt(i) != '\n' && isSpace(text.charAt(i))) {
            i--;
        }
        return i >= 0 && text.charAt(i) == '\n';
    }

    private static boolean endsSentence(String text, int space) {
        int i = space - 1;
        while (i >= 0 && CLOSING.indexOf(text.charAt(i)) >= 0) {
            i--;
        }
        return i >= 0 && SENTENCE_ENDS.indexOf(text.charAt(i)) >= 0;
    }

    private static boolean isSpace(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c);
    }

    /** The last of the best places within those two, the second one counted and the first one not. */
    static int lastBest(String text, int behind, int to) {
        int best = to;
        Border found = NONE;
        for (int at = to; at > behind; at--) {
            Border border = at(text, at);
            if (border.compareTo(found) > 0) {
                found = border;
                best = at;
            }
        }
        return found == NONE ? characterBorder(text, behind, to) : best;
    }

    /** The first of the best places from there on, up to the second one and that counted. */
    static int firstBest(String text, int from, int to) {
        int best = from;
        Border found = NONE;
        for (int at = Math.max(1, from); at <= to; at++) {
            Border border = at(text, at);
            if (border.compareTo(found) > 0) {
                found = border;
                best = at;
            }
        }
        return found == NONE ? characterBorder(text, 0, from) : best;
    }

    // What a reader takes for one character may be several, of which each has its own tokens.
    private static int characterBorder(String text, int behind, int to) {
        if (to == text.length() || to == 0) {
            return to;
        }
        BreakIterator characters = BreakIterator.getCharacterInstance(Locale.ROOT);
        characters.setText(text);
        int border = characters.isBoundary(to) ? to : characters.preceding(to);
        boolean unpaired = Character.isLowSurrogate(text.charAt(to)) && Character.isHighSurrogate(text.charAt(to - 1));
        return border > behind ? border : unpaired ? to - 1 : to;
    }
}
