package dev.winnow.coordinator.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ScheduleConfigTest {
    @Test
    void a_fire_that_nobody_was_woken_for_is_found_long_before_it_counts_as_missed() {
        ScheduleConfig config = new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .addDiscoveredConverters()
                .withMapping(ScheduleConfig.class)
                .build()
                .getConfigMapping(ScheduleConfig.class);

        assertThat(config.perTenant()).isEqualTo(100);
        assertThat(config.leastInterval()).isEqualTo(Duration.ofMinutes(1));
        assertThat(config.lateAfter()).isEqualTo(Duration.ofMinutes(5));
        assertThat(config.unheardAfter()).isEqualTo(Duration.ofSeconds(15)).isLessThan(config.lateAfter());
        assertThat(config.checkIn()).isEqualTo(Duration.ofSeconds(10));
        assertThat(config.history()).isEqualTo(500);
    }
}
