package dev.winnow.cli.extraction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MomentTest {
    private static final Instant NOW = Instant.parse("2026-03-10T12:00:00Z");

    @Test
    void a_day_begins_where_the_user_is() {
        assertThat(read("2026-03-09")).isEqualTo("2026-03-08T23:00:00Z");
    }

    @Test
    void a_time_before_now_and_a_moment_with_its_zone_are_moments() {
        assertThat(read("P7D")).isEqualTo("2026-03-03T12:00:00Z");
        assertThat(read("PT12H")).isEqualTo("2026-03-10T00:00:00Z");
        assertThat(read("2026-03-09T18:00:00+02:00")).isEqualTo("2026-03-09T16:00:00Z");
        assertThat(read(null)).isEmpty();
    }

    @Test
    void anything_else_names_the_option_and_the_forms() {
        assertThatThrownBy(() -> read("last week"))
                .hasMessageContaining("--since is 'last week'")
                .hasMessageContaining("P7D");
        assertThatThrownBy(() -> read("P99999999999999D")).hasMessageContaining("--since");
    }

    private static String read(@Nullable String text) {
        return Moment.read("--since", text, NOW, ZoneId.of("Europe/Zurich"));
    }
}
