package dev.winnow.coordinator.schedule;

import com.cronutils.mapper.CronMapper;
import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.parser.CronParser;
import dev.winnow.coordinator.problem.Problem;
import dev.winnow.coordinator.problem.ProblemException;
import java.text.ParseException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.TimeZone;
import org.jspecify.annotations.Nullable;
import org.quartz.CronExpression;

/**
 * When a schedule fires.
 *
 * @param quartz six or seven fields, seconds first
 */
record Cron(String quartz, ZoneId zone) {
    private static final int UNIX_FIELDS = 5;
    private static final int LONGEST = 120;

    /** How many fires are looked at, to see how often they are. */
    private static final int LOOKED_AT = 16;

    /**
     * Reads one as a user writes it: five fields as in Unix, or six and seven as in Quartz.
     *
     * @throws ProblemException if it is none, or never fires, or too often
     */
    static Cron read(String text, String zone, Instant now, Duration leastInterval) {
        Cron cron = new Cron(fields(text.strip()), zone(zone));
        List<Instant> fires = cron.next(now, LOOKED_AT);
        if (fires.isEmpty()) {
            throw refused("cron_never_fires", "/cron", "the cron '%s' never fires from now on".formatted(text))
                    .remedy("look for a day that no month has, or a year that is over")
                    .exception();
        }
        for (int i = 1; i < fires.size(); i++) {
            if (Duration.between(fires.get(i - 1), fires.get(i)).compareTo(leastInterval) < 0) {
                throw refused(
                                "cron_too_often",
                                "/cron",
                                "the cron '%s' fires at %s and again at %s"
                                        .formatted(text, fires.get(i - 1), fires.get(i)))
                        .limit(leastInterval.toSeconds())
                        .remedy("leave %d s between two fires; the operator can lower winnow.schedules.least-interval"
                                .formatted(leastInterval.toSeconds()))
                        .exception();
            }
        }
        return cron;
    }

    private static String fields(String text) {
        if (text.length() > LONGEST) {
            throw refused("invalid_cron", "/cron", "the cron has more than %d characters".formatted(LONGEST))
                    .limit(LONGEST)
                    .remedy("write it shorter, or as two schedules")
                    .exception();
        }
        try {
            String quartz = text.split("\\s+").length == UNIX_FIELDS ? ofUnix(text) : text;
            CronExpression.validateExpression(quartz);
            return quartz;
        } catch (IllegalArgumentException | ParseException e) {
            throw refused("invalid_cron", "/cron", "'%s' is no cron: %s".formatted(text, e.getMessage()))
                    .remedy("write minute, hour, day, month and weekday: '0 3 * * SUN' is each Sunday at three")
                    .exception();
        }
    }

    // Weekdays are numbered otherwise there, and of day and weekday Quartz wants one to be left open.
    private static String ofUnix(String text) {
        return CronMapper.fromUnixToQuartz()
                .map(new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX)).parse(text))
                .asString();
    }

    private static ZoneId zone(String text) {
        try {
            return ZoneId.of(text);
        } catch (DateTimeException e) {
            throw refused("unknown_zone", "/zone", "there is no time zone '%s'".formatted(text))
                    .remedy("write one such as Europe/Zurich or UTC")
                    .exception();
        }
    }

    private static Problem refused(String code, String pointer, String detail) {
        return Problem.of(422, code, detail).at(pointer);
    }

    /** The first fire after a time, or null if there is none any more. */
    @Nullable
    Instant next(Instant after) {
        try {
            CronExpression expression = new CronExpression(quartz);
            // On local time: what falls into the hour that a spring leaves out comes right behind it.
            expression.setTimeZone(TimeZone.getTimeZone("UTC"));
            Date local = Date.from(after.atZone(zone).toLocalDateTime().toInstant(ZoneOffset.UTC));
            for (local = expression.getNextValidTimeAfter(local);
                    local != null;
                    local = expression.getNextValidTimeAfter(local)) {
                Instant fire = LocalDateTime.ofInstant(local.toInstant(), ZoneOffset.UTC)
                        .atZone(zone)
                        .toInstant();
                if (fire.isAfter(after)) {
                    return fire;
                }
            }
            return null;
        } catch (ParseException e) {
            throw new IllegalStateException("a cron that was stored cannot be read: " + quartz, e);
        }
    }

    /** The first so many. */
    List<Instant> next(Instant after, int count) {
        List<Instant> fires = new ArrayList<>();
        Instant last = next(after);
        while (last != null && fires.size() < count) {
            fires.add(last);
            last = next(last);
        }
        return fires;
    }
}
