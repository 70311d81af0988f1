package dev.winnow.text.evidence;

import java.math.BigDecimal;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds numbers however a text writes them: 1200, 1,200.00, 1.200, 1 200 and 1'200 are all the same. */
final class NumberMentions {
    private static final int MOST_DIGITS = 40;
    private static final Pattern WRITTEN = Pattern.compile("\\d++(?:[.,'\u2019]\\d++)*+");
    private static final Pattern SPACED = Pattern.compile("(?<!\\d[ .,'\u2019]?)\\d{1,3}(?: \\d{3})++(?! ?\\d)");
    private static final Pattern GROUPED = Pattern.compile("\\d{1,3}(?:([.,'\u2019])\\d{3})(?:\\1\\d{3})*");
    private static final Pattern WITH_FRACTION = Pattern.compile("(\\d+|\\d{1,3}(?:([.,'\u2019])\\d{3})+)([.,])(\\d+)");

    private NumberMentions() {}

    /** Where each number stands, by its {@link #key}. */
    static Map<String, Mentions> of(String text) {
        Set<Mention> mentions = new LinkedHashSet<>();
        Matcher written = WRITTEN.matcher(text);
        while (written.find()) {
            for (BigDecimal number : readings(written.group())) {
                add(mentions, text, number, written.start(), written.end());
            }
        }
        Matcher spaced = SPACED.matcher(text);
        while (spaced.find()) {
            read(spaced.group().replace(" ", ""))
                    .ifPresent(number -> add(mentions, text, number, spaced.start(), spaced.end()));
        }
        Map<String, Mentions> found = new HashMap<>();
        mentions.stream().sorted(Comparator.comparingInt(Mention::from)).forEach(mention -> found.computeIfAbsent(
                        mention.key(), unknown -> new Mentions())
                .add(mention.from(), mention.to(), mention.whole()));
        return found;
    }

    private static void add(Set<Mention> mentions, String text, BigDecimal number, int from, int to) {
        mentions.add(new Mention(from, to, key(number), from == 0 || !Character.isLetter(text.codePointBefore(from))));
        if (isNegated(text, from)) {
            mentions.add(new Mention(from - 1, to, key(number.negate()), true));
        }
    }

    private record Mention(int from, int to, String key, boolean whole) {}

    /** A sign, and not what stands between the ends of a range. */
    private static boolean isNegated(String text, int from) {
        return from > 0
                && (text.charAt(from - 1) == '-' || text.charAt(from - 1) == '\u2212')
                && (from == 1 || !Character.isLetterOrDigit(text.codePointBefore(from - 1)));
    }

    /**
     * What a number that is written so can be: 1.200 is more than a thousand to some, and one and a fifth to others.
     */
    private static Set<BigDecimal> readings(String written) {
        Set<BigDecimal> readings = new LinkedHashSet<>();
        if (written.chars().allMatch(Character::isDigit)) {
            read(written).ifPresent(readings::add);
        }
        if (GROUPED.matcher(written).matches()) {
            read(written.replaceAll("[.,'\u2019]", "")).ifPresent(readings::add);
        }
        Matcher parts = WITH_FRACTION.matcher(written);
        if (parts.matches() && !parts.group(3).equals(parts.group(2))) {
            read(parts.group(1).replaceAll("[.,'\u2019]", "") + "." + parts.group(4))
                    .ifPresent(readings::add);
        }
        return readings;
    }

    private static Optional<BigDecimal> read(String digits) {
        return digits.length() > MOST_DIGITS ? Optional.empty() : Optional.of(new BigDecimal(digits));
    }

    /** What a number of an output is looked up by; empty if it is too long to be looked for. */
    static Optional<String> key(String number) {
        return number.length() > MOST_DIGITS || number.matches(".*[eE][+-]?\\d{4,}")
                ? Optional.empty()
                : Optional.of(key(new BigDecimal(number)));
    }

    private static String key(BigDecimal number) {
        return number.stripTrailingZeros().toString();
    }
}
