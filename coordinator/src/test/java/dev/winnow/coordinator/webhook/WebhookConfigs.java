package dev.winnow.coordinator.webhook;

import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.microprofile.config.spi.Converter;

/** The settings of webhooks, with some changed. */
final class WebhookConfigs {
    private WebhookConfigs() {}

    static WebhookConfig with(Map<String, String> settings) {
        Map<String, String> named = new HashMap<>();
        settings.forEach((name, value) -> named.put("winnow.webhooks." + name, value));
        return new SmallRyeConfigBuilder()
                .withConverters(new Converter<?>[] {new DurationConverter()})
                .withSources(new PropertiesConfigSource(named, "test", 1000))
                .withMapping(WebhookConfig.class)
                .build()
                .getConfigMapping(WebhookConfig.class);
    }

    /** As {@link LoopbackAllowed}, and so. */
    static WebhookConfig loopback(Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(Map.of("allow-http", "true", "allowed-networks", "127.0.0.0/8"));
        all.putAll(settings);
        return with(all);
    }
}
