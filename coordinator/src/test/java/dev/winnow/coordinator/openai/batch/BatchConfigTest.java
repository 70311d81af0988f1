package dev.winnow.coordinator.openai.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.SmallRyeConfigBuilder;
import org.junit.jupiter.api.Test;

class BatchConfigTest {
    @Test
    void requests_that_say_nothing_get_what_the_native_interface_gives() {
        BatchConfig config = defaults();

        assertThat(config.temperature()).isZero();
        assertThat(config.maxTokens()).isEqualTo(512);
        assertThat(config.lineBytes()).isEqualTo(16 << 20);
        assertThat(config.groups()).isEqualTo(64);
        assertThat(config.customIdCharacters()).isEqualTo(256);
    }

    static BatchConfig defaults() {
        return new SmallRyeConfigBuilder()
                .withMapping(BatchConfig.class)
                .build()
                .getConfigMapping(BatchConfig.class);
    }
}
