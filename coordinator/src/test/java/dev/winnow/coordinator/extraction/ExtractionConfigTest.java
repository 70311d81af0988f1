package dev.winnow.coordinator.extraction;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ExtractionConfigTest {
    @Test
    void defaults_keep_what_is_read_at_once_within_a_small_heap() {
        ExtractionConfig config = new SmallRyeConfigBuilder()
                .withMapping(ExtractionConfig.class)
                .build()
                .getConfigMapping(ExtractionConfig.class);

        assertThat(config.uploads()).isEqualTo(4);
        assertThat(config.estimates()).isEqualTo(2);
        assertThat(config.uploadPatience()).isEqualTo(Duration.ofSeconds(60));
        assertThat(config.jsonBodyBytes()).isEqualTo(32 << 20);
        assertThat(config.lineBytes()).isEqualTo(16 << 20);
        assertThat(config.idCharacters()).isEqualTo(256);
    }
}
