package dev.winnow.coordinator.retention;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import org.eclipse.microprofile.config.spi.Converter;
import org.junit.jupiter.api.Test;

class RetentionConfigTest {
    @Test
    void jobs_are_kept_for_thirty_days_and_parked_messages_for_ever() {
        RetentionConfig config = new SmallRyeConfigBuilder()
                .withConverters(new Converter<?>[] {new DurationConverter()})
                .withMapping(RetentionConfig.class)
                .build()
                .getConfigMapping(RetentionConfig.class);

        assertThat(config.days()).isEqualTo(30);
        assertThat(config.parkedDays()).isEmpty();
        assertThat(config.auditDays()).isEqualTo(365);
        assertThat(config.pieceRows()).isEqualTo(5_000);
        assertThat(config.pause()).isEqualTo(Duration.ofMillis(100));
    }
}
