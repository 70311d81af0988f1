package dev.winnow.text.replay;

import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Writes a JSON text's characters as they are where they stand as escapes that they do not need. */
final class NeedlessEscapes {
    /** Behind a backslash: a pair of surrogates, one code unit, or one character. Outside of strings there is none. */
    private static final Pattern ESCAPE = Pattern.compile(
            "\\\\(?:u([dD][89abAB]\\p{XDigit}{2})\\\\u([dD][c-fC-F]\\p{XDigit}{2})|u(\\p{XDigit}{4})|.)");

    private static final String LETTERS = "\b\f\n\r\t";

    private NeedlessEscapes() {}

    static String writtenOut(String json) {
        return ESCAPE.matcher(json).replaceAll(escape -> Matcher.quoteReplacement(written(escape)));
    }

    private static String written(MatchResult escape) {
        if (escape.group(1) != null) {
            return Character.toString(Character.toCodePoint(unit(escape.group(1)), unit(escape.group(2))));
        }
        if (escape.group(3) != null) {
            return written(unit(escape.group(3)), escape.group());
        }
        return escape.group().equals("\\/") ? "/" : escape.group();
    }

    private static char unit(String digits) {
        return (char) Integer.parseInt(digits, 16);
    }

    private static String written(char unit, String asItStands) {
        int letter = LETTERS.indexOf(unit);
        if (letter >= 0) {
            return "\\" + "bfnrt".charAt(letter);
        }
        if (unit == '"' || unit == '\\') {
            return "\\" + unit;
        }
        return unit < ' ' || Character.isSurrogate(unit) ? asItStands : String.valueOf(unit);
    }
}
