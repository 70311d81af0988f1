package dev.winnow.text.constraint;

/**
 * A character of a string that has begun: its mode as {@link CharacterBytes} has it, and the digits of its code point
 * so far. In a number, so that states are small: mode in the upper half, digits in the lower.
 */
final class SpelledCharacter {
    private static final int LOWEST_SURROGATES = 0xdc00;

    private SpelledCharacter() {}

    /** The digits of the code point after one more byte; the whole code point if the mode is then between two. */
    static int digits(int mode, int digits, int value) {
        if (mode == CharacterBytes.BETWEEN) {
            return value < 0x80 ? value : value < 0xe0 ? value & 0x1f : value < 0xf0 ? value & 0xf : value & 7;
        }
        if (CharacterBytes.isContinuation(mode)) {
            return (digits << 6) | (value & 0x3f);
        }
        if (mode == CharacterBytes.ESCAPE) {
            return escaped(value);
        }
        int hex = Character.digit(value, 16);
        if (hex < 0) {
            // The backslash and the u of the second half of a pair.
            return digits;
        }
        return whole((digits << 4) | hex);
    }

    /** Of a pair of surrogates what it stands for. */
    private static int whole(int digits) {
        int high = digits >>> 16;
        int low = digits & 0xffff;
        boolean pair = high >= 0xd800 && high < LOWEST_SURROGATES && low >= LOWEST_SURROGATES;
        return pair ? Character.toCodePoint((char) high, (char) low) : digits;
    }

    private static int escaped(int value) {
        return switch (value) {
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> 0;
            default -> value;
        };
    }
}
