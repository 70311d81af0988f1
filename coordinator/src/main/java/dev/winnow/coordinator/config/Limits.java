package dev.winnow.coordinator.config;

import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;

/** Settings for what runs outside of the service: those named, and else the defaults. */
public final class Limits {
    private Limits() {}

    /**
     * Settings of one feature, read from nowhere.
     *
     * @param named full names and values, such as {@code winnow.datasets.row-bytes}
     */
    public static <T> T of(Class<T> mapping, Map<String, String> named) {
        return new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .addDiscoveredConverters()
                .withMapping(mapping)
                .withDefaultValues(named)
                .build()
                .getConfigMapping(mapping);
    }
}
