package dev.winnow.coordinator.access;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Signing in to the dashboard. */
@ConfigMapping(prefix = "winnow.sessions")
public interface SessionConfig {
    /** After which somebody has to sign in again. */
    @WithDefault("PT12H")
    Duration lifetime();

    /** Failed attempts to sign in that one address has in a minute; one coordinator takes ten times as many of all. */
    @WithDefault("10")
    int failures();
}
