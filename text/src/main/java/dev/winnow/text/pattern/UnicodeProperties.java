package dev.winnow.text.pattern;

import java.lang.Character.UnicodeScript;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntPredicate;
import java.util.regex.Pattern;

/** The sets of code points that have a Unicode property, by the names that ECMA-262 gives them. */
final class UnicodeProperties {
    private static final Pattern NAME = Pattern.compile("(?:([A-Za-z_]+)=)?([A-Za-z_]+)");
    private static final Map<String, Optional<CodePoints>> KNOWN = new ConcurrentHashMap<>();

    private static final Pattern SCRIPT = Pattern.compile("[A-Z][a-z]+(?:_(?:[A-Z][a-z]*|of))*");

    private UnicodeProperties() {}

    /** The set of a property, empty if no such is known. */
    static Optional<CodePoints> named(String name) {
        Optional<CodePoints> known = KNOWN.get(name);
        if (known == null) {
            known = predicate(name).map(CodePoints::matching);
            if (known.isPresent()) {
                KNOWN.put(name, known);
            }
        }
        return known;
    }

    private static Optional<IntPredicate> predicate(String name) {
        var parts = NAME.matcher(name);
        if (!parts.matches()) {
            return Optional.empty();
        }
        String value = parts.group(2);
        if (parts.group(1) == null) {
            return GeneralCategory.named(value).or(() -> binary(value));
        }
        return switch (parts.group(1)) {
            case "General_Category", "gc" -> GeneralCategory.named(value);
            case "Script", "sc", "Script_Extensions", "scx" -> script(value);
            default -> Optional.empty();
        };
    }

    private static Optional<IntPredicate> script(String name) {
        try {
            UnicodeScript script = UnicodeScript.forName(name.toUpperCase(Locale.ROOT));
            // ECMA-262 minds the case; each spelling more would be one more set that is kept.
            return SCRIPT.matcher(name).matches()
                    ? Optional.of(point -> UnicodeScript.of(point) == script)
                    : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Optional<IntPredicate> binary(String name) {
        return Optional.ofNullable(
                switch (name) {
                    case "Any" -> point -> true;
                    case "ASCII" -> point -> point < 128;
                    // Those of POSIX, as Java has them; ECMA-262 gives these names no other meaning.
                    case "Print" -> point -> point >= ' ' && point <= '~';
                    case "Graph" -> point -> point > ' ' && point <= '~';
                    case "Alnum" -> point -> point < 128 && Character.isLetterOrDigit(point);
                    case "Blank" -> point -> point == ' ' || point == '\t';
                    case "XDigit" -> point -> point < 128 && Character.digit(point, 16) >= 0;
                    case "ASCII_Hex_Digit", "AHex" -> point -> point < 128 && Character.digit(point, 16) >= 0;
                    case "Assigned" -> Character::isDefined;
                    case "Alphabetic", "Alpha" -> Character::isAlphabetic;
                    case "Uppercase", "Upper" -> Character::isUpperCase;
                    case "Lowercase", "Lower" -> Character::isLowerCase;
                    case "Ideographic", "Ideo" -> Character::isIdeographic;
                    case "White_Space", "space" -> is("\\p{IsWhite_Space}");
                    case "ID_Start", "IDS" -> Character::isUnicodeIdentifierStart;
                    default -> null;
                });
    }

    private static IntPredicate is(String javaPattern) {
        var matches = Pattern.compile(javaPattern).asMatchPredicate();
        return point -> matches.test(Character.toString(point));
    }
}
