package dev.winnow.coordinator.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class EventsConfigTest {
    @Test
    void defaults_bound_memory_and_keep_proxies_from_closing() {
        EventsConfig config = new SmallRyeConfigBuilder()
                .withMapping(EventsConfig.class)
                .build()
                .getConfigMapping(EventsConfig.class);

        assertThat(config.listeners()).isEqualTo(200);
        assertThat(config.buffer()).isEqualTo(256);
        assertThat(config.heartbeat()).isEqualTo(Duration.ofSeconds(15));
    }
}
