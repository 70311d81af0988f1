package dev.winnow.cli.extraction;

import dev.winnow.cli.console.CommandException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/** A moment as somebody writes it on the command line. */
final class Moment {
    private static final int DATE = "2026-01-31".length();

    private Moment() {}

    /**
     * Reads an option.
     *
     * @param text a moment with its zone, a day (its beginning here), or a time before now; null if it was not given
     * @return as the service takes it; empty if it was not given
     */
    static String read(String option, @Nullable String text, Instant now, ZoneId here) {
        if (text == null) {
            return "";
        }
        try {
            if (text.startsWith("P")) {
                return now.minus(Duration.parse(text)).toString();
            }
            return text.length() == DATE
                    ? LocalDate.parse(text).atStartOfDay(here).toInstant().toString()
                    : OffsetDateTime.parse(text).toInstant().toString();
        } catch (DateTimeException | ArithmeticException e) {
            throw CommandException.usage(
                    option + " is '" + text + "': write a day as in 2026-01-31, a moment as in 2026-01-31T18:00:00Z, or"
                            + " a time before now as in PT12H or P7D");
        }
    }
}
