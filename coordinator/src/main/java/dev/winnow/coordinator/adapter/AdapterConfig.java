package dev.winnow.coordinator.adapter;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Limits of what adapters may take. */
@ConfigMapping(prefix = "winnow.adapters")
public interface AdapterConfig {
    /** The largest adapter in bytes: all that is in its ZIP, unpacked. */
    @WithDefault("1073741824")
    long mostBytes();

    /** Adapters that a tenant may have. */
    @WithDefault("1000")
    int perTenant();

    /** Uploads at the same time; each takes as much of the temporary folder as its adapter has bytes. */
    @WithDefault("2")
    int uploads();

    /** How long an upload waits for a client that has stopped sending. */
    @WithDefault("PT1M")
    Duration uploadPatience();
}
