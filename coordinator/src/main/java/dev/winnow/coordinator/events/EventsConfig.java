package dev.winnow.coordinator.events;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Limits of event streams. */
@ConfigMapping(prefix = "winnow.events")
public interface EventsConfig {
    /** Streams that one coordinator serves at the same time. */
    @WithDefault("200")
    int listeners();

    /** Events that wait for one listener; a reader who falls further behind is cut off and may come again. */
    @WithDefault("256")
    int buffer();

    /**
     * How often a comment is sent that keeps the connection open, and rows are read again in case a notice was lost.
     */
    @WithDefault("PT15S")
    Duration heartbeat();
}
