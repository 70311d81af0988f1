package dev.winnow.text.pattern;

/** A pattern as it is read, code point by code point. */
final class PatternText {
    static final int END = -1;

    private final String text;
    private int at;

    PatternText(String text) {
        this.text = text;
    }

    /** The next code point, {@link #END} after the last. */
    int peek() {
        return at < text.length() ? text.codePointAt(at) : END;
    }

    int take() {
        int codePoint = peek();
        if (codePoint == END) {
            throw refused("it ends too early");
        }
        at += Character.charCount(codePoint);
        return codePoint;
    }

    /** Takes what comes next if it is this. */
    boolean took(String expected) {
        boolean comes = text.startsWith(expected, at);
        at += comes ? expected.length() : 0;
        return comes;
    }

    /** Takes what is before an end, and the end. */
    String takeUntil(String end) {
        int to = text.indexOf(end, at);
        if (to < 0) {
            throw refused("a " + end + " is missing");
        }
        String taken = text.substring(at, to);
        at = to + end.length();
        return taken;
    }

    int at() {
        return at;
    }

    void backTo(int earlier) {
        at = earlier;
    }

    /** The number of so many hexadecimal digits, -1 and nothing taken if there are fewer. */
    int takeHexadecimal(int digits) {
        int number = 0;
        for (int i = at; i < at + digits; i++) {
            int digit = i < text.length() && text.charAt(i) < 128 ? Character.digit(text.charAt(i), 16) : -1;
            if (digit < 0) {
                return -1;
            }
            number = 16 * number + digit;
        }
        at += digits;
        return number;
    }

    /** The decimal number that comes next, at most {@code most}, -1 if there is none. */
    int takeNumber(int most) {
        long number = -1;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            number = Math.min(most, 10 * Math.max(0, number) + text.charAt(at++) - '0');
        }
        return (int) number;
    }

    UnreadablePatternException refused(String reason) {
        return new UnreadablePatternException(reason + ", at character " + (at + 1));
    }
}
