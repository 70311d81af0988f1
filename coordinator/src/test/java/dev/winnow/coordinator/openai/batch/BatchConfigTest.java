package dev.winnow.coordinator.openai.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.SmallRyeConfigBuilder;
import org.junit.jupiter.api.Test;

class BatchConfigTest {
    @Test
    void a_batch_is_as_large_as_openais() {
        BatchConfig config = defaults();

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
