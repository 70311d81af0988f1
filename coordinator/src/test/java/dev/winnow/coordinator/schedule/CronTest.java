package dev.winnow.coordinator.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.winnow.coordinator.problem.ProblemException;
import java.time.Duration;
import java.time.Instant;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CronTest {
    private static final Instant FRIDAY = Instant.parse("2026-03-20T12:00:00Z");
    private static final Duration MINUTE = Duration.ofMinutes(1);

    @Test
    void each_sunday_at_three_is_that_of_its_zone_in_winter_and_in_summer() {
        assertThat(read("0 3 * * SUN", "Europe/Zurich").next(FRIDAY, 2))
                .containsExactly(Instant.parse("2026-03-22T02:00:00Z"), Instant.parse("2026-03-29T01:00:00Z"));
    }

    @Test
    void fire_in_the_hour_that_spring_leaves_out_comes_right_behind_it() {
        Cron nightly = read("30 2 * * *", "Europe/Zurich");
        assertThat(nightly.next(Instant.parse("2026-03-28T12:00:00Z"), 2))
                .containsExactly(Instant.parse("2026-03-29T01:30:00Z"), Instant.parse("2026-03-30T00:30:00Z"));
        assertThat(nightly.next(Instant.parse("2026-10-24T12:00:00Z"), 2))
                .containsExactly(Instant.parse("2026-10-25T00:30:00Z"), Instant.parse("2026-10-26T01:30:00Z"));
    }

    @Test
    void zone_may_be_an_offset_however_it_is_written() {
        for (String zone : new String[] {"UTC+2", "UTC+02:00", "+02:00", "GMT+2"}) {
            assertThat(read("0 3 * * *", zone).next(FRIDAY)).as(zone).isEqualTo(Instant.parse("2026-03-21T01:00:00Z"));
        }
    }

    @Test
    void unix_counts_weekdays_from_sunday_as_nought_and_quartz_as_one() {
        assertThat(read("0 3 * * 0", "UTC").next(FRIDAY)).isEqualTo(Instant.parse("2026-03-22T03:00:00Z"));
        assertThat(read("0 0 3 ? * 1", "UTC").next(FRIDAY)).isEqualTo(Instant.parse("2026-03-22T03:00:00Z"));
    }

    @Test
    void a_cron_that_ends_has_no_fire_after_its_last() {
        Cron once = read("0 0 3 1 4 ? 2026", "UTC");
        assertThat(once.next(FRIDAY)).isEqualTo(Instant.parse("2026-04-01T03:00:00Z"));
        assertThat(once.next(Instant.parse("2026-04-01T03:00:00Z"))).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "0 3 30 2 *, UTC, cron_never_fires",
        "0 0 3 30 2 ?, UTC, cron_never_fires",
        "0 0 3 1 1 ? 2020, UTC, cron_never_fires",
        "*/10 * * * * ?, UTC, cron_too_often",
        "at three, UTC, invalid_cron",
        "61 3 * * *, UTC, invalid_cron",
        "0 3 * * SUN, Mars/Olympus, unknown_zone"
    })
    void what_cannot_be_kept_is_refused_with_a_way_out(String cron, String zone, String code) {
        assertThatThrownBy(() -> read(cron, zone))
                .asInstanceOf(InstanceOfAssertFactories.type(ProblemException.class))
                .extracting(ProblemException::problem)
                .satisfies(problem -> {
                    assertThat(problem.code()).isEqualTo(code);
                    assertThat(problem.status()).isEqualTo(422);
                    assertThat(problem.pointer()).isIn("/cron", "/zone");
                    assertThat(problem.remedy()).isNotBlank();
                });
    }

    private static Cron read(String cron, String zone) {
        return Cron.read(cron, zone, FRIDAY, MINUTE);
    }
}
