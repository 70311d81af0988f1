package dev.winnow.text.evidence;

import dev.winnow.common.result.Span;
import java.util.Arrays;

/** A text with each run of white space as one space and none around it, and where its characters stood. Immutable. */
final class CollapsedText {
    private final String text;

    /** By character of the collapsed text, the code points before it in the original; one more for the end. */
    private final int[] offsets;

    private CollapsedText(String text, int[] offsets) {
        this.text = text;
        this.offsets = offsets;
    }

    static CollapsedText of(String original) {
        StringBuilder text = new StringBuilder(original.length());
        int[] offsets = new int[original.length() + 1];
        boolean space = false;
        int offset = 0;
        for (int i = 0; i < original.length(); offset++) {
            int point = original.codePointAt(i);
            i += Character.charCount(point);
            if (isSpace(point)) {
                space = true;
                continue;
            }
            if (space && !text.isEmpty()) {
                offsets[text.length()] = offset - 1;
                text.append(' ');
            }
            space = false;
            for (int part = 0; part < Character.charCount(point); part++) {
                offsets[text.length() + part] = offset;
            }
            text.appendCodePoint(point);
        }
        return new CollapsedText(text.toString(), Arrays.copyOf(offsets, text.length()));
    }

    /** As scraped text has it: no-break spaces, and what a page uses to say where words may break. */
    private static boolean isSpace(int point) {
        return Character.isWhitespace(point)
                || Character.isSpaceChar(point)
                || point == 0x200B
                || point == 0xFEFF
                || point == 0x85;
    }

    String text() {
        return text;
    }

    /**
     * Where a part stood.
     *
     * @param from its first character here, no space
     * @param to the one behind its last, which is no space either
     */
    Span original(int from, int to) {
        return new Span(offsets[from], offsets[to - 1] + 1);
    }
}
