package dev.winnow.text.evidence;

import java.text.DateFormatSymbols;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds calendar days however a text writes them: 12 May 2024, May 12th, 2024, 12. Mai 2024, 12.05.2024, 5/12/24. Where
 * day and month may change places, both are taken.
 */
final class DateMentions {
    private static final Pattern ISO = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");
    private static final Pattern DAY_FIRST = Pattern.compile(
            "(?<!\\d)(\\d{1,2})(?:st|nd|rd|th|er|\\.|º)?,? (?:of |de |di )?(\\p{L}{3,12})\\.?,? (?:de |del )?(\\d{4})(?!\\d)");
    private static final Pattern MONTH_FIRST =
            Pattern.compile("(?<!\\p{L})(\\p{L}{3,12})\\.? (\\d{1,2})(?:st|nd|rd|th)?,? (\\d{4})(?!\\d)");
    private static final Pattern FIGURES =
            Pattern.compile("(?<![\\d./-])(\\d{1,4})([./-]) ?(\\d{1,2})\\2 ?(\\d{4}|\\d{2})(?![\\d/-])");
    private static final Pattern HAN = Pattern.compile("(\\d{4})\\s?[年년] ?(\\d{1,2})\\s?[月월] ?(\\d{1,2})\\s?[日일]");

    private static final Map<String, Integer> MONTHS = months();

    private DateMentions() {}

    private static Map<String, Integer> months() {
        Map<String, Integer> months = new HashMap<>();
        for (String language : List.of(
                "en", "de", "fr", "es", "it", "pt", "nl", "sv", "da", "nb", "fi", "pl", "cs", "ro", "tr", "ru")) {
            DateFormatSymbols symbols = DateFormatSymbols.getInstance(Locale.forLanguageTag(language));
            for (int month = 0; month < 12; month++) {
                // What is another month elsewhere stays what it was first: the languages are in order of their use.
                months.putIfAbsent(name(symbols.getMonths()[month]), month + 1);
                months.putIfAbsent(name(symbols.getShortMonths()[month]), month + 1);
            }
        }
        return months;
    }

    private static String name(String month) {
        return month.toLowerCase(Locale.ROOT).replace(".", "");
    }

    /** Whether a string is a calendar day as RFC 3339 writes it. */
    static Optional<LocalDate> day(String value) {
        try {
            return ISO.matcher(value).matches() ? Optional.of(LocalDate.parse(value)) : Optional.empty();
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    /** Where each day stands. */
    static Map<LocalDate, Mentions> of(String text) {
        // By place first, since the ways to write a day are looked for one after the other.
        TreeMap<Integer, List<Day>> places = new TreeMap<>();
        find(DAY_FIRST, text, places, m -> List.of(new Day(m, m.group(3), month(m.group(2)), m.group(1))));
        find(MONTH_FIRST, text, places, m -> List.of(new Day(m, m.group(3), month(m.group(1)), m.group(2))));
        find(HAN, text, places, m -> List.of(new Day(m, m.group(1), m.group(2), m.group(3))));
        find(FIGURES, text, places, m -> figures(m));
        Map<LocalDate, Mentions> found = new HashMap<>();
        places.values()
                .forEach(days -> days.forEach(
                        day -> day.date().ifPresent(date -> found.computeIfAbsent(date, unknown -> new Mentions())
                                .add(day.from(), day.to(), true))));
        return found;
    }

    private static List<Day> figures(Matcher m) {
        String first = m.group(1);
        if (first.length() > 2) {
            return List.of(new Day(m, first, m.group(3), m.group(4)));
        }
        Day dayFirst = new Day(m, m.group(4), m.group(3), first);
        Day monthFirst = new Day(m, m.group(4), first, m.group(3));
        return dayFirst.date().equals(monthFirst.date()) ? List.of(dayFirst) : List.of(dayFirst, monthFirst);
    }

    private static @Nullable String month(String name) {
        Integer month = MONTHS.get(name.toLowerCase(Locale.ROOT));
        return month == null ? null : month.toString();
    }

    private static void find(Pattern pattern, String text, Map<Integer, List<Day>> places, Readings readings) {
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            places.putIfAbsent(matcher.start(), readings.of(matcher));
        }
    }

    @FunctionalInterface
    private interface Readings {
        List<Day> of(Matcher found);
    }

    private record Day(
            int from, int to, String year, @Nullable String month, String day) {
        private static final int FIRST_OF_TWO_DIGITS = 1970;

        Day(Matcher found, String year, @Nullable String month, String day) {
            this(found.start(), found.end(), year, month, day);
        }

        Optional<LocalDate> date() {
            if (month == null) {
                return Optional.empty();
            }
            try {
                return Optional.of(LocalDate.of(fullYear(), Integer.parseInt(month), Integer.parseInt(day)));
            } catch (DateTimeException e) {
                return Optional.empty();
            }
        }

        private int fullYear() {
            int written = Integer.parseInt(year);
            if (year.length() > 2) {
                return written;
            }
            return FIRST_OF_TWO_DIGITS + Math.floorMod(written - FIRST_OF_TWO_DIGITS, 100);
        }
    }
}
