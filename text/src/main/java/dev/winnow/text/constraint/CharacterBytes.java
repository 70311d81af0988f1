package dev.winnow.text.constraint;

import java.util.Arrays;

/**
 * The bytes of one character inside a JSON string: UTF-8 as RFC 3629 has it (nothing overlong, no surrogates), or an
 * escape of RFC 8259, where surrogates come in pairs and {@code \u0000} does not come at all, since PostgreSQL cannot
 * hold it. A small automaton whose modes are numbers; {@link #BETWEEN} is before and after a character.
 */
final class CharacterBytes {
    static final int BETWEEN = 0;
    static final int DEAD = -1;

    private static final int CONTINUE_1 = 1;
    private static final int CONTINUE_2 = 2;
    private static final int CONTINUE_3 = 3;
    private static final int AFTER_E0 = 4;
    private static final int AFTER_ED = 5;
    private static final int AFTER_F0 = 6;
    private static final int AFTER_F4 = 7;
    static final int ESCAPE = 8;
    /** After {@code \}{@code u}: four hex digits to come. */
    private static final int HEX_4 = 9;

    private static final int HEX_3 = 10;
    private static final int HEX_2 = 11;
    private static final int HEX_1 = 12;
    /** As above, with nothing but zeros so far. */
    private static final int ZERO_3 = 13;

    private static final int ZERO_2 = 14;
    private static final int ZERO_1 = 15;
    /** After {@code \}{@code ud}: perhaps a surrogate. */
    private static final int AFTER_D = 16;
    /** In a high surrogate, with two digits to come, then one. */
    private static final int HIGH_2 = 17;

    private static final int HIGH_1 = 18;
    /** The low surrogate must follow, from its backslash to its second digit. */
    private static final int LOW_BACKSLASH = 19;

    private static final int LOW_U = 20;
    private static final int LOW_D = 21;
    private static final int LOW_SECOND = 22;
    static final int MODES = 23;

    private static final byte[][] NEXT = table();
    private static final byte[][] NEEDFUL = needful();

    private CharacterBytes() {}

    /** The mode after a byte (0 to 255), {@link #DEAD} where it may not come. The closing quote is none of them. */
    static int next(int mode, int value) {
        return NEXT[mode][value];
    }

    /** As {@link #next}, without escapes of characters that need none. */
    static int nextNeedful(int mode, int value) {
        return NEEDFUL[mode][value];
    }

    /** Whether bytes of UTF-8 are still to come. */
    static boolean isContinuation(int mode) {
        return mode >= CONTINUE_1 && mode <= AFTER_F4;
    }

    /** How many bytes of UTF-8 are still to come, or digits of an escape; 0 between two characters. */
    static int missing(int mode) {
        return switch (mode) {
            case CONTINUE_1, HEX_1, ZERO_1 -> 1;
            case CONTINUE_2, AFTER_E0, AFTER_ED, HEX_2, ZERO_2 -> 2;
            case CONTINUE_3, AFTER_F0, AFTER_F4, HEX_3, ZERO_3, AFTER_D -> 3;
            case HEX_4 -> 4;
            default -> 0;
        };
    }

    /** Whether a pair of surrogates has begun. */
    static boolean isPair(int mode) {
        return mode >= HIGH_2 && mode <= LOW_SECOND;
    }

    /** The least code point that UTF-8 writes with a lead byte whose second byte is bound by it. */
    static int least(int mode) {
        return mode == AFTER_E0 ? 0x800 : mode == AFTER_F0 ? 0x10000 : 1;
    }

    /** How many of the eight digits of a pair of surrogates are still to come. */
    static int missingOfPair(int mode) {
        return switch (mode) {
            case HIGH_2 -> 6;
            case HIGH_1 -> 5;
            case LOW_SECOND -> 3;
            case HEX_2 -> 2;
            case HEX_1 -> 1;
            default -> 4;
        };
    }

    /** How many characters of an escape are still to come, of the four digits or of a pair's twelve characters. */
    static int missingText(int mode, int codePoint) {
        int pair = codePoint < 0x10000 ? 0 : 6;
        return switch (mode) {
            case HEX_4 -> 4 + pair;
            case AFTER_D -> 3 + pair;
            case HIGH_2 -> 2 + pair;
            case HIGH_1 -> 1 + pair;
            case LOW_BACKSLASH -> 6;
            case LOW_U -> 5;
            case LOW_D -> 4;
            case LOW_SECOND -> 3;
            default -> missing(mode);
        };
    }

    private static byte[][] needful() {
        byte[][] next = new byte[MODES][];
        for (int mode = 0; mode < MODES; mode++) {
            next[mode] = NEXT[mode].clone();
        }
        next[ESCAPE]['/'] = DEAD;
        Arrays.fill(next[HEX_4], (byte) DEAD);
        next[HEX_4]['0'] = ZERO_3;
        Arrays.fill(next[ZERO_3], (byte) DEAD);
        next[ZERO_3]['0'] = ZERO_2;
        Arrays.fill(next[ZERO_2], (byte) DEAD);
        next[ZERO_2]['0'] = ZERO_1;
        next[ZERO_2]['1'] = HEX_1;
        // In capitals, as Jackson writes them, and none that has a letter of its own.
        for (char digit : "089abcdefACD".toCharArray()) {
            next[ZERO_1][digit] = DEAD;
        }
        for (char digit : "abcdef".toCharArray()) {
            next[HEX_1][digit] = DEAD;
        }
        return next;
    }

    private static byte[][] table() {
        byte[][] next = new byte[MODES][256];
        for (byte[] row : next) {
            Arrays.fill(row, (byte) DEAD);
        }
        utf8(next);
        escapes(next);
        surrogates(next);
        return next;
    }

    private static void utf8(byte[][] next) {
        range(next[BETWEEN], 0x20, 0x7f, BETWEEN);
        range(next[BETWEEN], '"', '"', DEAD);
        range(next[BETWEEN], '\\', '\\', ESCAPE);
        range(next[BETWEEN], 0xc2, 0xdf, CONTINUE_1);
        range(next[BETWEEN], 0xe1, 0xef, CONTINUE_2);
        range(next[BETWEEN], 0xe0, 0xe0, AFTER_E0);
        range(next[BETWEEN], 0xed, 0xed, AFTER_ED);
        range(next[BETWEEN], 0xf0, 0xf0, AFTER_F0);
        range(next[BETWEEN], 0xf1, 0xf3, CONTINUE_3);
        range(next[BETWEEN], 0xf4, 0xf4, AFTER_F4);
        range(next[CONTINUE_1], 0x80, 0xbf, BETWEEN);
        range(next[CONTINUE_2], 0x80, 0xbf, CONTINUE_1);
        range(next[CONTINUE_3], 0x80, 0xbf, CONTINUE_2);
        range(next[AFTER_E0], 0xa0, 0xbf, CONTINUE_1);
        range(next[AFTER_ED], 0x80, 0x9f, CONTINUE_1);
        range(next[AFTER_F0], 0x90, 0xbf, CONTINUE_2);
        range(next[AFTER_F4], 0x80, 0x8f, CONTINUE_2);
    }

    private static void escapes(byte[][] next) {
        for (char simple : "\"\\/bfnrt".toCharArray()) {
            next[ESCAPE][simple] = BETWEEN;
        }
        next[ESCAPE]['u'] = HEX_4;
        hex(next[HEX_4], 0, 0, ZERO_3);
        hex(next[HEX_4], 1, 15, HEX_3);
        hex(next[HEX_4], 13, 13, AFTER_D);
        hex(next[HEX_3], 0, 15, HEX_2);
        hex(next[HEX_2], 0, 15, HEX_1);
        hex(next[HEX_1], 0, 15, BETWEEN);
        hex(next[ZERO_3], 0, 0, ZERO_2);
        hex(next[ZERO_3], 1, 15, HEX_2);
        hex(next[ZERO_2], 0, 0, ZERO_1);
        hex(next[ZERO_2], 1, 15, HEX_1);
        hex(next[ZERO_1], 1, 15, BETWEEN);
    }

    private static void surrogates(byte[][] next) {
        hex(next[AFTER_D], 0, 7, HEX_2);
        hex(next[AFTER_D], 8, 11, HIGH_2);
        hex(next[HIGH_2], 0, 15, HIGH_1);
        hex(next[HIGH_1], 0, 15, LOW_BACKSLASH);
        next[LOW_BACKSLASH]['\\'] = LOW_U;
        next[LOW_U]['u'] = LOW_D;
        hex(next[LOW_D], 13, 13, LOW_SECOND);
        hex(next[LOW_SECOND], 12, 15, HEX_2);
    }

    private static void range(byte[] row, int from, int to, int mode) {
        Arrays.fill(row, from, to + 1, (byte) mode);
    }

    private static void hex(byte[] row, int from, int to, int mode) {
        for (int digit = from; digit <= to; digit++) {
            row[Character.forDigit(digit, 16)] = (byte) mode;
            row[Character.toUpperCase(Character.forDigit(digit, 16))] = (byte) mode;
        }
    }
}
