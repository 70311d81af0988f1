package dev.winnow.coordinator.adapter;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class AdapterConfigTest {
    @Test
    void defaults_are_those_of_the_documentation() {
        AdapterConfig config = new SmallRyeConfigBuilder()
                .withMapping(AdapterConfig.class)
                .build()
                .getConfigMapping(AdapterConfig.class);

        assertThat(config.mostBytes()).isEqualTo(1L << 30);
        assertThat(config.perTenant()).isEqualTo(1000);
        assertThat(config.uploads()).isEqualTo(2);
        assertThat(config.uploadPatience()).isEqualTo(Duration.ofMinutes(1));
    }
}
