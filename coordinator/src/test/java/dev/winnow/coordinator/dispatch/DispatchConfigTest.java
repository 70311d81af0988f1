package dev.winnow.coordinator.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import org.eclipse.microprofile.config.spi.Converter;
import org.junit.jupiter.api.Test;

class DispatchConfigTest {
    @Test
    void defaults_are_those_of_the_documentation() {
        DispatchConfig config = new SmallRyeConfigBuilder()
                .withConverters(new Converter<?>[] {new DurationConverter()})
                .withMapping(DispatchConfig.class)
                .build()
                .getConfigMapping(DispatchConfig.class);

        assertThat(config.automatic()).isTrue();
        assertThat(config.shardItems()).isEqualTo(8);
        assertThat(config.shardTime()).isEqualTo(Duration.ofSeconds(4));
        assertThat(config.shardTokens()).isEqualTo(12_000);
        assertThat(config.fleetFactor()).isEqualTo(2);
        assertThat(config.tenantWeights()).isEmpty();
        assertThat(config.confirmTimeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(config.forgottenAfter()).isEqualTo(Duration.ofMinutes(1));
        assertThat(config.heartbeat()).isEqualTo(Duration.ofSeconds(5));
        assertThat(config.lease()).isEqualTo(Duration.ofSeconds(20));
    }
}
