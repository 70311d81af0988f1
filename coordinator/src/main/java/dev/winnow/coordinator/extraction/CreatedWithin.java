package dev.winnow.coordinator.extraction;

import dev.winnow.coordinator.problem.Problem;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * When jobs were submitted.
 *
 * @param from then or later; null for any time
 * @param until before that; null for any time
 */
record CreatedWithin(@Nullable Instant from, @Nullable Instant until) {
    /** Whenever. */
    static final CreatedWithin EVER = new CreatedWithin(null, null);

    private static final String FROM = "created_after";
    private static final String UNTIL = "created_before";
    private static final int DATE = "2026-01-31".length();

    // What the database can keep is wider; what lies outside is a slip, most likely seconds written as a year.
    private static final Instant EARLIEST = Instant.parse("1970-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

    CreatedWithin {
        if (from != null && until != null && !from.isBefore(until)) {
            throw refused(UNTIL, "%s (%s) must be later than %s (%s)".formatted(UNTIL, until, FROM, from))
                    .remedy("swap them, or leave one out")
                    .exception();
        }
    }

    /** Reads the parameters of a query. */
    static CreatedWithin read(@Nullable String from, @Nullable String until) {
        return new CreatedWithin(moment(FROM, from), moment(UNTIL, until));
    }

    private static @Nullable Instant moment(String name, @Nullable String text) {
        if (text == null || text.isBlank()) {
            return null;
        }
        try {
            Instant moment = text.length() == DATE
                    ? LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC)
                    : OffsetDateTime.parse(text).toInstant();
            if (!moment.isBefore(EARLIEST) && !moment.isAfter(LATEST)) {
                return moment;
            }
        } catch (DateTimeException e) {
            throw unreadable(name, text).exception();
        }
        throw unreadable(name, text).exception();
    }

    private static Problem unreadable(String name, String text) {
        return refused(name, "%s is '%s', which is no time from 1970 to 9999".formatted(name, text))
                .remedy("write a moment with its zone as in 2026-01-31T18:00:00Z or 2026-01-31T18:00:00%2B01:00 (the +"
                        + " of an address is %2B), or a day as in 2026-01-31, which is its beginning in UTC");
    }

    private static Problem refused(String name, String detail) {
        return Problem.of(400, "invalid_time", detail).at("/" + name);
    }
}
