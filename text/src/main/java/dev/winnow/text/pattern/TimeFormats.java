package dev.winnow.text.pattern;

import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Dates and times as patterns, from RFC 3339 and its appendix A. */
final class TimeFormats {
    private static final String MONTHS = "(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])"
            + "|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)"
            + "|02-(?:0[1-9]|1[0-9]|2[0-8]))";

    /** Every fourth year, of the centuries every fourth. */
    private static final String LEAP_YEAR =
            "(?:[0-9]{2}(?:0[48]|[2468][048]|[13579][26])" + "|(?:[02468][048]|[13579][26])00)";

    /** A day of the calendar. */
    static final String DATE = "(?:[0-9]{4}-" + MONTHS + "|" + LEAP_YEAR + "-02-29)";

    private static final String FRACTION = "(?:\\.[0-9]+)?";
    private static final String HOUR = "(?:[01][0-9]|2[0-3])";
    private static final String TIME =
            HOUR + ":[0-5][0-9]:[0-5][0-9]" + FRACTION + "(?:[Zz]|[+\\-]" + HOUR + ":[0-5][0-9])";

    /** At least one number with its unit, and no unit between two others left out; weeks alone. */
    static final String DURATION = "P(?:[0-9]+W|"
            + "(?:DATE(?:TTIME)?|TTIME))"
                    .replace("DATE", "(?:[0-9]+D|[0-9]+M(?:[0-9]+D)?|[0-9]+Y(?:[0-9]+M(?:[0-9]+D)?)?)")
                    .replace("TTIME", "T(?:[0-9]+S|[0-9]+M(?:[0-9]+S)?|[0-9]+H(?:[0-9]+M(?:[0-9]+S)?)?)");

    private static final int DAY = 24 * 60;

    /** Minutes between two offsets from UTC at most. */
    private static final int STEP = 15;

    private TimeFormats() {}

    /**
     * A time with its offset. The second 60 is only there at 23:59:60 UTC; of its offsets those by quarters of an hour
     * are taken, since no others have been in use since there are leap seconds, and all would take 15 times the
     * automaton.
     */
    static String time() {
        String leaps = IntStream.iterate(0, offset -> offset < DAY, offset -> offset + STEP)
                .mapToObj(TimeFormats::leapSecond)
                .collect(Collectors.joining("|"));
        return "(?:" + TIME + "|23:59:60" + FRACTION + "[Zz]|" + leaps + ")";
    }

    private static String leapSecond(int offset) {
        return second60(offset) + "\\+" + clock(offset) + "|" + second60(DAY - offset) + "-" + clock(offset);
    }

    private static String second60(int offset) {
        return clock((DAY - 1 + offset) % DAY) + ":60" + FRACTION;
    }

    private static String clock(int minutes) {
        return String.format(Locale.ROOT, "%02d:%02d", minutes / 60, minutes % 60);
    }
}
