package dev.winnow.coordinator.limits;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Map;
import java.util.OptionalInt;

/** What one tenant may have at once. */
@ConfigMapping(prefix = "winnow.limits")
public interface LimitsConfig {
    /** The most items of a tenant that have not ended, in all its jobs together. */
    @WithDefault("50000000")
    long queuedItems();

    /** The same for single tenants: {@code winnow.limits.tenant-queued-items.acme=1000000}. */
    Map<String, Long> tenantQueuedItems();

    /** The most shards of a tenant that are on queues of live workers or in their hands; no limit if absent. */
    OptionalInt inFlightShards();

    /** The same for single tenants: {@code winnow.limits.tenant-in-flight-shards.acme=16}. */
    Map<String, Integer> tenantInFlightShards();
}
