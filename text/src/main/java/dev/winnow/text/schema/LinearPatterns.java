package dev.winnow.text.schema;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import com.networknt.schema.regex.RegularExpression;
import com.networknt.schema.regex.RegularExpressionFactory;
import dev.winnow.text.pattern.LanguageTooLargeException;
import dev.winnow.text.pattern.PatternLanguage;
import dev.winnow.text.pattern.PatternMatcher;
import dev.winnow.text.pattern.Patterns;
import java.util.List;

/**
 * Regular expressions of schemas, run by RE2/J: in time that grows with the text and not by a power of it, whatever a
 * tenant has written. What ECMA-262 writes otherwise is translated; look-around and back references there are not.
 */
final class LinearPatterns implements RegularExpressionFactory {
    static final String REMEDY =
            "correct it, and write it without look-around and back references: patterns are run in time linear in the"
                    + " text";

    private static final Pattern PAIR = Pattern.compile(
            "(?i)\\\\u(d[89ab][0-9a-f]{2})\\\\u(d[c-f][0-9a-f]{2})|\\\\u([0-9a-f]{4})|\\\\.|\\(\\?<|[.\\[\\]]");

    // What ECMA-262 calls so; RE2/J knows those of ASCII only.
    private static final String LINE_ENDS = "\\n\\r\\x{2028}\\x{2029}";
    private static final String SPACES =
            "\\s\\x{b}\\x{a0}\\x{1680}\\x{2000}-\\x{200a}\\x{2028}\\x{2029}\\x{202f}\\x{205f}\\x{3000}\\x{feff}";

    /** What RE2/J gives a meaning of its own, and nobody means by it. Other anchors (\\A, \\z) are let through. */
    private static final Pattern UNKNOWN_ESCAPE =
            Pattern.compile("^(?:[^\\\\]|\\\\[^aCEGQRXZ])*?(\\\\[aCEGQRXZ]|\\(\\?[a-z-]*s)");

    /**
     * Compiles an expression.
     *
     * @throws UnreadablePatternException if it is too large, or RE2/J does not know what it says
     */
    static Pattern compile(String pattern) {
        if (pattern.length() > SchemaLimits.PATTERN_CHARACTERS) {
            throw new UnreadablePatternException("it has " + pattern.length() + " characters, at most "
                    + SchemaLimits.PATTERN_CHARACTERS + " are taken");
        }
        Matcher unknown = UNKNOWN_ESCAPE.matcher(pattern);
        if (unknown.find()) {
            throw new UnreadablePatternException("ECMA-262 has no " + unknown.group(1));
        }
        long size = PatternSize.of(pattern);
        if (size > SchemaLimits.PATTERN_STEPS) {
            throw new UnreadablePatternException("with its repetitions written out it has " + size
                    + " steps or more, at most " + SchemaLimits.PATTERN_STEPS + " are taken");
        }
        try {
            return Pattern.compile(translated(pattern));
        } catch (PatternSyntaxException e) {
            throw new UnreadablePatternException(
                    "it is no regular expression that is run here: " + e.getDescription() + " at " + e.getPattern());
        }
    }

    private static String translated(String pattern) {
        Matcher found = PAIR.matcher(pattern);
        StringBuilder translated = new StringBuilder();
        boolean inClass = false;
        int from = 0;
        while (found.find()) {
            translated.append(pattern, from, found.start()).append(translatedOne(found, pattern, inClass));
            inClass = found.group().equals("[") || (inClass && !found.group().equals("]"));
            from = found.end();
        }
        return translated.append(pattern, from, pattern.length()).toString();
    }

    private static String translatedOne(Matcher found, String pattern, boolean inClass) {
        return switch (found.group()) {
            case "." -> inClass ? "." : "[^" + LINE_ENDS + "]";
            case "\\s" -> inClass ? SPACES : "[" + SPACES + "]";
            case "\\S" -> inClass ? "\\S" : "[^" + SPACES + "]";
            default -> translatedPair(found, pattern);
        };
    }

    private static String translatedPair(Matcher found, String pattern) {
        if (found.group(1) != null) {
            int point = Character.toCodePoint(
                    (char) Integer.parseInt(found.group(1), 16), (char) Integer.parseInt(found.group(2), 16));
            return "\\x{" + Integer.toHexString(point) + "}";
        }
        if (found.group(3) != null) {
            return "\\x{" + found.group(3) + "}";
        }
        boolean group = found.group().equals("(?<")
                && !pattern.startsWith("=", found.end())
                && !pattern.startsWith("!", found.end());
        return group ? "(?P<" : found.group();
    }

    @Override
    public RegularExpression getRegularExpression(String regex) {
        try {
            Pattern pattern = compile(regex);
            return value -> pattern.matcher(value).find();
        } catch (UnreadablePatternException e) {
            return enforced(regex, e);
        }
    }

    /** What RE2/J does not know, look-ahead for one, but masks enforce: judged as they have it. */
    private static RegularExpression enforced(String regex, UnreadablePatternException otherwise) {
        try {
            List<PatternLanguage> languages = Patterns.languages(regex);
            if (languages.stream().allMatch(PatternLanguage::exact)) {
                return value -> languages.stream().anyMatch(one -> one.contains(value));
            }
            PatternMatcher matcher = Patterns.matcher(regex);
            return matcher::finds;
        } catch (dev.winnow.text.pattern.UnreadablePatternException | LanguageTooLargeException e) {
            throw otherwise;
        }
    }
}
