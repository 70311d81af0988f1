package dev.winnow.text.constraint;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The code points that a character which has begun can still become: a range, and one of those that are escaped as
 * pairs of surrogates.
 *
 * @param firstPair -1 if there is none
 */
record CodePoints(int first, int last, int firstPair, int lastPair) {
    private static final int HIGH = 0xd800;
    private static final int LAST_HIGH = 0xdbff;
    private static final int LOW = 0xdc00;
    private static final int LAST_LOW = 0xdfff;

    /** Of a character in a mode with so many digits of its code point. */
    static CodePoints of(int mode, int digits, boolean needful) {
        if (CharacterBytes.isContinuation(mode)) {
            int bits = 6 * CharacterBytes.missing(mode);
            int first = digits << bits;
            return new CodePoints(
                    Math.max(first, CharacterBytes.least(mode)),
                    Math.min(first | ((1 << bits) - 1), Character.MAX_CODE_POINT),
                    -1,
                    -1);
        }
        if (mode == CharacterBytes.ESCAPE) {
            return new CodePoints(1, Character.MAX_CODE_POINT, -1, -1);
        }
        if (CharacterBytes.isPair(mode) || digits > 0xfff) {
            return pair(mode, digits);
        }
        int bits = 4 * CharacterBytes.missing(mode);
        int first = digits << bits;
        int last = first | ((1 << bits) - 1);
        if (needful) {
            return new CodePoints(Math.max(1, first), Math.min(0x1f, last), -1, -1);
        }
        boolean pairs = first <= LAST_HIGH && last >= HIGH;
        return new CodePoints(
                Math.max(1, first),
                last,
                pairs ? Character.toCodePoint((char) Math.max(first, HIGH), (char) LOW) : -1,
                pairs ? Character.toCodePoint((char) Math.min(last, LAST_HIGH), (char) LAST_LOW) : -1);
    }

    /** Where a high surrogate is certain. */
    private static CodePoints pair(int mode, int digits) {
        int missing = CharacterBytes.missingOfPair(mode);
        // Of eight digits so many are missing; the high half may be whole or not.
        long first = ((long) digits << (4 * missing)) & 0xffffffffL;
        long last = first | ((1L << (4 * missing)) - 1);
        int low = (int) (first & 0xffff) < LOW ? LOW : (int) (first & 0xffff);
        int lastLow = (int) (last & 0xffff) > LAST_LOW ? LAST_LOW : (int) (last & 0xffff);
        int high = (int) (first >>> 16);
        int lastHigh = (int) Math.min(last >>> 16, LAST_HIGH);
        return new CodePoints(
                Character.toCodePoint((char) high, (char) low),
                Character.toCodePoint((char) lastHigh, (char) lastLow),
                -1,
                -1);
    }

    boolean hasPairs() {
        return firstPair >= 0;
    }

    /** The bytes of a code point that a mode still misses. */
    static byte[] rest(int codePoint, int mode) {
        if (CharacterBytes.isContinuation(mode)) {
            byte[] all = Character.toString(codePoint).getBytes(StandardCharsets.UTF_8);
            return Arrays.copyOfRange(all, all.length - CharacterBytes.missing(mode), all.length);
        }
        if (mode == CharacterBytes.ESCAPE) {
            return ascii(escape(codePoint));
        }
        String text = hex(codePoint);
        return ascii(text.substring(text.length() - CharacterBytes.missingText(mode, codePoint)));
    }

    private static String escape(int codePoint) {
        return switch (codePoint) {
            case '"', '\\', '/' -> Character.toString(codePoint);
            case '\b' -> "b";
            case '\f' -> "f";
            case '\n' -> "n";
            case '\r' -> "r";
            case '\t' -> "t";
            default -> "u" + hex(codePoint);
        };
    }

    private static String hex(int codePoint) {
        return codePoint < 0x10000
                ? String.format("%04X", codePoint)
                : String.format(
                        "%04X\\u%04X",
                        (int) Character.highSurrogate(codePoint), (int) Character.lowSurrogate(codePoint));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
