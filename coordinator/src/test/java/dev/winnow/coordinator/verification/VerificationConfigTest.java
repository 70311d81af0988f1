package dev.winnow.coordinator.verification;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.SmallRyeConfigBuilder;
import org.junit.jupiter.api.Test;

class VerificationConfigTest {
    @Test
    void defaults_leave_most_connections_to_the_work() {
        VerificationConfig config = new SmallRyeConfigBuilder()
                .withMapping(VerificationConfig.class)
                .build()
                .getConfigMapping(VerificationConfig.class);

        assertThat(config.atOnce()).isEqualTo(2);
    }
}
