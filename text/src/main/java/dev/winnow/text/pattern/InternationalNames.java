package dev.winnow.text.pattern;

/**
 * Internationalized host names, as RFC 5890 to 5893 have them: which characters a label may have, and beside which
 * others some of them may stand (RFC 5892, appendix A). Whether the Punycode of a label is right, and how long it is,
 * no automaton of a sensible size tells.
 */
final class InternationalNames {
    private static final String DOT = "[.\\u3002\\uff0e\\uff61]";

    /** What stands where it stands by rules of its own is let in here and judged below. */
    private static final String CHARACTER = "(?![\\u0640\\u07fa\\u302e\\u302f\\u3031-\\u3035\\u303b])"
            + "[\\p{Ll}\\p{Lo}\\p{Lm}\\p{Mn}\\p{Mc}\\p{Nd}A-Z\\-\\u00df\\u03c2\\u06fd\\u06fe\\u0f0b\\u3007\\u00b7\\u0375\\u05f3\\u05f4\\u30fb\\u200c\\u200d]";

    private static final String LABEL =
            "(?:xn--[A-Za-z0-9\\-]*[A-Za-z0-9]|(?!-)(?!\\p{M})(?!..--)(?:" + CHARACTER + ")+(?<!-))";

    private static final String VIRAMA =
            "\\u094d\\u09cd\\u0a4d\\u0acd\\u0b4d\\u0bcd\\u0c4d\\u0ccd\\u0d3b\\u0d3c\\u0d4d\\u0dca\\u0e3a\\u0f84\\u1039\\u103a"
                    + "\\u1714\\u1734\\u17d2\\u1a60\\u1b44\\u1baa\\u1bab\\u2d7f\\ua806\\ua8c4\\ua953\\ua9c0\\uaaf6\\uabed";

    private static final String KANA_OR_HAN = "\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Han}";

    /** A name has none of these. */
    private static final String[] WRONG = {
        "(?<!l)\\u00b7|\\u00b7(?!l)",
        "\\u0375(?!\\p{Script=Greek})|(?<!\\p{Script=Hebrew})[\\u05f3\\u05f4]",
        "(?<![" + VIRAMA + "])\\u200d|(?<![" + VIRAMA + "\\p{Script=Arabic}])\\u200c",
        "(?:^|" + DOT + ")[^" + KANA_OR_HAN + ".]*\\u30fb[^" + KANA_OR_HAN + ".]*(?:" + DOT + "|$)",
        "[\\u0660-\\u0669][^.]*[\\u06f0-\\u06f9]|[\\u06f0-\\u06f9][^.]*[\\u0660-\\u0669]"
    };

    private InternationalNames() {}

    static Language hostname() {
        Language names = Patterns.whole(LABEL + "(?:" + DOT + LABEL + ")*");
        for (String wrong : WRONG) {
            names = names.minus(Patterns.compile(wrong));
        }
        return names;
    }
}
