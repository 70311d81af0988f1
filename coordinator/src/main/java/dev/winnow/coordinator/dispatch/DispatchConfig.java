package dev.winnow.coordinator.dispatch;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Map;

/** How work is cut and handed out. */
@ConfigMapping(prefix = "winnow.dispatch")
public interface DispatchConfig {
    /** Whether timers and signals run planner, dispatcher and reaper. Tests run them by hand. */
    @WithDefault("true")
    boolean automatic();

    /** The items of a shard while nothing is known of the job's rate, and the least later. */
    @WithDefault("8")
    int shardItems();

    /** How long a shard should keep its worker busy; shards of a fast job grow up to it, to 256 items at most. */
    @WithDefault("4s")
    Duration shardTime();

    /**
     * The most tokens of a shard of {@link #shardItems} items, input and output, by estimate; an item larger than this
     * is a shard of its own.
     */
    @WithDefault("12000")
    int shardTokens();

    /**
     * Items that are out at once, as a multiple of what the live workers decode at once: once for those being decoded,
     * the rest waits to begin. Where that is less than two shards a worker, two shards wait.
     */
    @WithDefault("2")
    int fleetFactor();

    /**
     * How tenants of equal priority share a pool: {@code winnow.dispatch.tenant-weights.acme=3} gives that tenant three
     * times as much as one that is not named.
     */
    Map<String, Integer> tenantWeights();

    /** How long to wait for the broker's confirm before a publish counts as perhaps sent. */
    @WithDefault("5s")
    Duration confirmTimeout();

    /** A delivery that nobody claimed for so long, with nothing on its queue, is planned again. */
    @WithDefault("60s")
    Duration forgottenAfter();

    /** How often workers report. */
    @WithDefault("5s")
    Duration heartbeat();

    /** How long a claim lives without a heartbeat. */
    @WithDefault("20s")
    Duration lease();
}
