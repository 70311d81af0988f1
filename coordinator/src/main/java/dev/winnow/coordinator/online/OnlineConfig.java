package dev.winnow.coordinator.online;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How many wait at once, and for how long. */
@ConfigMapping(prefix = "winnow.online")
public interface OnlineConfig {
    /** Requests that are open here at the same time; the next is told to come again. Each keeps a thread. */
    @WithDefault("64")
    int requests();

    /** Those of them that may be one tenant's. */
    @WithDefault("32")
    int tenantRequests();

    /** How long one may take, the wait for a worker included. */
    @WithDefault("2m")
    Duration timeout();

    /** How often a request is begun anew after the worker that had begun it was lost. */
    @WithDefault("1")
    int repeats();
}
