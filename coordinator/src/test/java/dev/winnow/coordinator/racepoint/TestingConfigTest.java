package dev.winnow.coordinator.racepoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TestingConfigTest {
    private final WatchedPoints watched = new WatchedPoints();

    @Test
    void nobody_dies_who_was_not_asked_to() {
        TestingConfig config = read(Map.of());

        assertThat(config.haltAt()).isEmpty();
        for (RacePoint point : RacePoint.values()) {
            watched.points(config).reached(point);
        }
    }

    @Test
    void a_death_that_was_asked_for_waits_for_its_point() {
        TestingConfig config = read(Map.of("WINNOW_TESTING_HALT_AT", "SHARDS_TAKEN:2"));

        assertThat(watched.points(config)).hasToString("SHARDS_TAKEN, time 2");
    }

    @Test
    void a_point_that_is_not_there_is_refused_at_the_start() {
        TestingConfig config = read(Map.of("WINNOW_TESTING_HALT_AT", "SOMEWHERE"));

        assertThatThrownBy(() -> watched.points(config)).hasMessageContaining("SHARDS_TAKEN");
    }

    private static TestingConfig read(Map<String, String> environment) {
        return new SmallRyeConfigBuilder()
                .withMapping(TestingConfig.class)
                .withSources(new EnvConfigSource(environment, 300))
                .build()
                .getConfigMapping(TestingConfig.class);
    }
}
