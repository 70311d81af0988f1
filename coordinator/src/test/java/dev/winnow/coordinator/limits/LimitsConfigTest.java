package dev.winnow.coordinator.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LimitsConfigTest {
    @Test
    void defaults_let_a_job_of_ten_million_items_through_and_do_not_limit_what_is_in_flight() {
        LimitsConfig config = config(Map.of());

        assertThat(config.queuedItems()).isEqualTo(50_000_000);
        assertThat(config.tenantQueuedItems()).isEmpty();
        assertThat(config.inFlightShards()).isEmpty();
        assertThat(config.tenantInFlightShards()).isEmpty();
    }

    @Test
    void a_limit_that_would_let_nothing_through_is_refused_at_the_start() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new InFlight(config(Map.of("winnow.limits.tenant-in-flight-shards.acme", "0"))))
                .withMessage("winnow.limits.tenant-in-flight-shards.acme must be at least 1, was 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new InFlight(config(Map.of("winnow.limits.in-flight-shards", "-1"))))
                .withMessage("winnow.limits.in-flight-shards must be at least 1, was -1");
    }

    @Test
    void how_long_to_wait_follows_the_rate_within_bounds() {
        assertThat(QueuedItems.seconds(100, 10)).isEqualTo(10);
        assertThat(QueuedItems.seconds(1, 1_000)).isEqualTo(1);
        assertThat(QueuedItems.seconds(10_000_000, 1)).isEqualTo(3_600);
        assertThat(QueuedItems.seconds(5, 0)).isEqualTo(60);
    }

    private static LimitsConfig config(Map<String, String> values) {
        return new SmallRyeConfigBuilder()
                .withMapping(LimitsConfig.class)
                .withDefaultValues(values)
                .build()
                .getConfigMapping(LimitsConfig.class);
    }
}
