package dev.winnow.coordinator.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class WebhookSecretTest {
    private static final String KEY = Base64.getEncoder().encodeToString(new byte[32]);

    @Test
    void signatures_are_those_of_the_specification() {
        WebhookSecret secret =
                WebhookSecret.of("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").orElseThrow();

        String signature = secret.sign(
                "msg_p5jXN8AQM9LWM0D4loKWxJek",
                Instant.ofEpochSecond(1614265330),
                "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8));

        assertThat(signature).isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    @Test
    void a_secret_has_24_to_64_bytes_and_is_read_back_as_it_is_written() {
        assertThat(WebhookSecret.of(ofBytes(24))).isPresent();
        assertThat(WebhookSecret.of(ofBytes(64))).isPresent();
        assertThat(WebhookSecret.of(ofBytes(23))).isEmpty();
        assertThat(WebhookSecret.of(ofBytes(65))).isEmpty();
        assertThat(WebhookSecret.of("whsec_no base64")).isEmpty();
        assertThat(WebhookSecret.of(ofBytes(32).substring(6))).isEmpty();
        WebhookSecret made = WebhookSecret.random();
        assertThat(WebhookSecret.of(made.reveal())).contains(made);
        assertThat(made).isNotEqualTo(WebhookSecret.random());
    }

    @Test
    void a_secret_does_not_show_itself_in_logs() {
        WebhookSecret secret = WebhookSecret.random();

        assertThat(secret.toString()).isEqualTo("whsec_...");
    }

    @Test
    void with_a_key_a_secret_is_stored_encrypted_for_its_webhook_alone() {
        SecretVault vault = new SecretVault(WebhookConfigs.with(Map.of("secret-key", KEY)));
        UUID webhook = UUID.randomUUID();
        WebhookSecret secret = WebhookSecret.random();

        String stored = vault.seal(webhook, secret);

        assertThat(stored).startsWith("v1:").isNotEqualTo(vault.seal(webhook, secret));
        assertThat(vault.open(webhook, stored)).contains(secret);
        assertThat(vault.open(UUID.randomUUID(), stored)).isEmpty();
        assertThat(vault.open(webhook, stored.substring(0, 20))).isEmpty();
        assertThat(new SecretVault(WebhookConfigs.with(Map.of())).open(webhook, stored))
                .isEmpty();
    }

    @Test
    void what_was_stored_without_a_key_is_read_with_one() {
        UUID webhook = UUID.randomUUID();
        WebhookSecret secret = WebhookSecret.random();
        String stored = new SecretVault(WebhookConfigs.with(Map.of())).seal(webhook, secret);

        assertThat(stored).isEqualTo(secret.reveal());
        assertThat(new SecretVault(WebhookConfigs.with(Map.of("secret-key", KEY))).open(webhook, stored))
                .contains(secret);
    }

    @Test
    void a_key_that_is_none_stops_the_start_and_says_how_to_make_one() {
        WebhookConfig config = WebhookConfigs.with(Map.of("secret-key", "short"));

        assertThatThrownBy(() -> new SecretVault(config))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("openssl rand -base64 32");
    }

    private static String ofBytes(int length) {
        return "whsec_" + Base64.getEncoder().encodeToString(new byte[length]);
    }
}
