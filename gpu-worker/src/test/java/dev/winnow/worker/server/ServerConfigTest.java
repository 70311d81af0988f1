package dev.winnow.worker.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ServerConfigTest {
    @Test
    void defaults_name_no_server() {
        ServerConfig config = read(Map.of());

        assertThat(config.url()).isEmpty();
        assertThat(config.model()).isEmpty();
        assertThat(config.name()).isEmpty();
        assertThat(config.tokenizer()).isEmpty();
        assertThat(config.apiKey()).isEmpty();
        assertThat(config.contextTokens()).isEmpty();
        assertThat(config.adapters()).isEmpty();
        assertThat(config.options()).isEmpty();
        assertThat(config.logprobs()).isTrue();
        assertThat(config.tries()).isEqualTo(3);
        assertThat(config.timeout()).isEqualTo(Duration.ofSeconds(10));
        assertThat(config.patience()).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void an_empty_address_is_none_as_the_launcher_writes_it() {
        assertThat(read(Map.of("WINNOW_SERVER_URL", "")).url()).isEmpty();
    }

    @Test
    void each_setting_is_an_environment_variable() {
        ServerConfig config = read(Map.ofEntries(
                Map.entry("WINNOW_SERVER_URL", "http://127.0.0.1:8000/v1"),
                Map.entry("WINNOW_SERVER_MODEL", "org/name"),
                Map.entry("WINNOW_SERVER_NAME", "mine"),
                Map.entry("WINNOW_SERVER_TOKENIZER", "hf:org/name"),
                Map.entry("WINNOW_SERVER_API_KEY", "secret"),
                Map.entry("WINNOW_SERVER_CONTEXT_TOKENS", "4096"),
                Map.entry("WINNOW_SERVER_ADAPTERS", "sha256:00=a,sha256:01=b"),
                Map.entry("WINNOW_SERVER_OPTIONS", "{\"top_k\": 5}"),
                Map.entry("WINNOW_SERVER_LOGPROBS", "false"),
                Map.entry("WINNOW_SERVER_TRIES", "2"),
                Map.entry("WINNOW_SERVER_TIMEOUT", "3s"),
                Map.entry("WINNOW_SERVER_PATIENCE", "2m")));

        assertThat(config.url()).contains(URI.create("http://127.0.0.1:8000/v1"));
        assertThat(config.model()).contains("org/name");
        assertThat(config.name()).contains("mine");
        assertThat(config.tokenizer()).contains("hf:org/name");
        assertThat(config.apiKey()).contains("secret");
        assertThat(config.contextTokens()).hasValue(4096);
        assertThat(config.adapters().orElseThrow()).containsExactly("sha256:00=a", "sha256:01=b");
        assertThat(config.options()).contains("{\"top_k\": 5}");
        assertThat(config.logprobs()).isFalse();
        assertThat(config.tries()).isEqualTo(2);
        assertThat(config.timeout()).isEqualTo(Duration.ofSeconds(3));
        assertThat(config.patience()).isEqualTo(Duration.ofMinutes(2));
    }

    static ServerConfig read(Map<String, String> environment) {
        return new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .addDiscoveredConverters()
                .withMapping(ServerConfig.class)
                .withValidateUnknown(false)
                .withSources(new EnvConfigSource(environment, 300))
                .build()
                .getConfigMapping(ServerConfig.class);
    }
}
