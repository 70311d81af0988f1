package dev.winnow.text.pattern;

import java.util.List;
import java.util.Map;

/** Reads what stands after a backslash. */
final class EscapeReader {
    static final CodePoints DIGITS = CodePoints.between('0', '9');
    static final CodePoints WORD = CodePoints.union(
            List.of(CodePoints.between('a', 'z'), CodePoints.between('A', 'Z'), DIGITS, CodePoints.of('_')));
    static final CodePoints SPACE = CodePoints.union(List.of(
            CodePoints.in("\t\n\u000b\f\r \u00a0\u1680\u2028\u2029\u202f\u205f\u3000\ufeff"),
            CodePoints.between(0x2000, 0x200a)));

    private static final Map<Integer, CodePoints> SETS = Map.of(
            (int) 'd',
            DIGITS,
            (int) 'D',
            DIGITS.complement(),
            (int) 'w',
            WORD,
            (int) 'W',
            WORD.complement(),
            (int) 's',
            SPACE,
            (int) 'S',
            SPACE.complement());

    private final PatternText text;

    EscapeReader(PatternText text) {
        this.text = text;
    }

    /**
     * What an escape stands for.
     *
     * @param character the character if it is one, {@link #SEVERAL} if it is a set
     */
    record Escape(CodePoints set, int character) {
        static final int SEVERAL = -1;

        static Escape of(int character) {
            return new Escape(CodePoints.of(character), character);
        }

        static Escape of(CodePoints set) {
            return new Escape(set, SEVERAL);
        }
    }

    /** Reads an escape, whose backslash has been taken. */
    Escape read() {
        CodePoints known = SETS.get(text.peek());
        if (known != null) {
            text.take();
            return Escape.of(known);
        }
        if (text.took("p{")) {
            return Escape.of(property());
        }
        return text.took("P{") ? Escape.of(property().complement()) : Escape.of(character());
    }

    private CodePoints property() {
        String name = text.takeUntil("}");
        return UnicodeProperties.named(name)
                .orElseThrow(() -> text.refused("no Unicode property \"" + name + "\" is known"));
    }

    private int character() {
        int codePoint = text.take();
        return switch (codePoint) {
            case 't' -> '\t';
            case 'n' -> '\n';
            case 'v' -> 0x0b;
            case 'f' -> '\f';
            case 'r' -> '\r';
            case '0' -> 0;
            case 'c' -> control();
            case 'x' -> hexadecimal(2);
            case 'u' -> unicode();
            default -> itself(codePoint);
        };
    }

    private int itself(int codePoint) {
        if ((codePoint >= '1' && codePoint <= '9') || codePoint == 'k') {
            throw text.refused("it refers back to a group, which no automaton can follow");
        }
        if (codePoint < 128 && Character.isLetter(codePoint)) {
            throw text.refused("\\" + Character.toString(codePoint) + " means nothing in ECMA-262");
        }
        return codePoint;
    }

    private int control() {
        int letter = text.take();
        if (letter >= 128 || !Character.isLetter(letter)) {
            throw text.refused("\\c is not followed by a letter");
        }
        return letter % 32;
    }

    private int hexadecimal(int digits) {
        int number = text.takeHexadecimal(digits);
        if (number < 0) {
            throw text.refused("an escape has fewer than its " + digits + " hexadecimal digits");
        }
        return number;
    }

    private int unicode() {
        if (text.took("{")) {
            return inBraces(text.takeUntil("}"));
        }
        int unit = hexadecimal(4);
        int before = text.at();
        if (Character.isHighSurrogate((char) unit) && text.took("\\u")) {
            int second = text.takeHexadecimal(4);
            if (second >= 0 && Character.isLowSurrogate((char) second)) {
                return Character.toCodePoint((char) unit, (char) second);
            }
            text.backTo(before);
        }
        return unit;
    }

    private int inBraces(String digits) {
        int number = digits.matches("0*[0-9A-Fa-f]{1,6}") ? Integer.parseInt(digits, 16) : Integer.MAX_VALUE;
        if (number > Character.MAX_CODE_POINT) {
            throw text.refused("\\u{" + digits + "} is no code point");
        }
        return number;
    }
}
