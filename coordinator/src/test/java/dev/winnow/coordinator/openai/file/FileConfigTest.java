package dev.winnow.coordinator.openai.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class FileConfigTest {
    @Test
    void defaults_are_those_of_openai_where_it_has_any() {
        FileConfig config = new SmallRyeConfigBuilder()
                .withMapping(FileConfig.class)
                .build()
                .getConfigMapping(FileConfig.class);

        assertThat(config.mostBytes()).isEqualTo(512L << 20);
        assertThat(config.batchBytes()).isEqualTo(200L << 20);
        assertThat(config.batchLines()).isEqualTo(50_000);
        assertThat(config.tenantBytes()).isEqualTo(100L << 30);
        assertThat(config.uploads()).isEqualTo(4);
        assertThat(config.uploadPatience()).isEqualTo(Duration.ofMinutes(1));
        assertThat(config.retryWindow()).isEqualTo(Duration.ofMinutes(10));
    }
}
