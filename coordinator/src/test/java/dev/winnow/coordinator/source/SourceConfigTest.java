package dev.winnow.coordinator.source;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.winnow.coordinator.source.SourceConfig.SqlDatabase;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.Map;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.junit.jupiter.api.Test;

class SourceConfigTest {
    private static final String URL = "jdbc:postgresql://db/shop";

    @Test
    void there_is_no_source_by_default() {
        assertThat(read(properties(Map.of())).byName()).isEmpty();
    }

    @Test
    void a_source_is_for_the_default_tenant_and_has_five_minutes() {
        SqlDatabase shop = shop(Map.of("jdbc-url", URL));

        assertThat(shop.tenants()).containsExactly("default");
        assertThat(shop.timeout()).isEqualTo(Duration.ofMinutes(5));
        assertThat(shop.connectTimeout()).isEqualTo(Duration.ofSeconds(10));
        assertThat(shop.username()).isEmpty();
        assertThat(shop.password()).isEmpty();
        assertThat(shop.passwordFile()).isEmpty();
    }

    @Test
    void a_source_can_come_from_the_environment() {
        SourceConfig config = read(new EnvConfigSource(Map.of("WINNOW_SOURCES__SHOP__JDBC_URL", URL), 300));

        assertThat(requireNonNull(config.byName().get("shop")).jdbcUrl()).isEqualTo(URL);
    }

    @Test
    void a_source_that_would_tell_its_password_or_never_work_ends_the_start() {
        assertThatThrownBy(() -> check(Map.of("jdbc-url", URL + "?user=a&password=b")))
                .hasMessageContaining("winnow.sources.shop has a password in its jdbc-url")
                .hasMessageNotContaining("=b");
        assertThatThrownBy(() -> check(Map.of("jdbc-url", URL, "password", "a", "password-file", "/b")))
                .hasMessageContaining("leave one out");
        assertThatThrownBy(() -> check(Map.of("jdbc-url", "postgresql://db/shop")))
                .hasMessageContaining("jdbc:");
        assertThatThrownBy(() -> check(Map.of("jdbc-url", URL, "timeout", "0S")))
                .hasMessageContaining("timeout");
        check(Map.of("jdbc-url", URL, "password-file", "/b"));
    }

    private static void check(Map<String, String> settings) {
        SourceConnections.check("shop", shop(settings));
    }

    private static SqlDatabase shop(Map<String, String> settings) {
        Map<String, String> named = settings.entrySet().stream()
                .collect(java.util.stream.Collectors.toMap(
                        entry -> "winnow.sources.shop." + entry.getKey(), Map.Entry::getValue));
        return requireNonNull(read(properties(named)).byName().get("shop"));
    }

    private static ConfigSource properties(Map<String, String> settings) {
        return new PropertiesConfigSource(settings, "test", 200);
    }

    private static SourceConfig read(ConfigSource source) {
        return new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .addDiscoveredConverters()
                .withMapping(SourceConfig.class)
                .withSources(source)
                .build()
                .getConfigMapping(SourceConfig.class);
    }
}
