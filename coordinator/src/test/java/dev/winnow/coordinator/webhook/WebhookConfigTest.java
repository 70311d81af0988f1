package dev.winnow.coordinator.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WebhookConfigTest {
    @Test
    void defaults_are_those_of_the_documentation() {
        WebhookConfig config = WebhookConfigs.with(Map.of());

        assertThat(config.perTenant()).isEqualTo(10);
        assertThat(config.allowHttp()).isFalse();
        assertThat(config.allowedNetworks()).isEmpty();
        assertThat(config.trustedCertificates()).isEmpty();
        assertThat(config.secretKey()).isEmpty();
        assertThat(config.secretOverlap()).isEqualTo(Duration.ofDays(1));
        assertThat(config.concurrency()).isEqualTo(2);
        assertThat(config.places()).isEqualTo(64);
        assertThat(config.connectTimeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(config.timeout()).isEqualTo(Duration.ofSeconds(20));
        assertThat(config.answerBytes()).isEqualTo(65_536);
        assertThat(config.lease()).isEqualTo(Duration.ofMinutes(2));
        assertThat(config.longestPause()).isEqualTo(Duration.ofDays(1));
        assertThat(config.keep()).isEqualTo(Duration.ofDays(7));
        assertThat(config.keepMessages()).isEqualTo(10_000);
        assertThat(config.mostWaiting()).isEqualTo(100_000);
    }

    @Test
    void a_message_is_tried_ten_times_in_three_days() {
        WebhookConfig config = WebhookConfigs.with(Map.of());

        assertThat(config.retries()).hasSize(9).isSorted();
        assertThat(config.retries().stream().reduce(Duration.ZERO, Duration::plus))
                .isBetween(Duration.ofHours(75), Duration.ofHours(76));
    }
}
