package dev.winnow.coordinator.verification;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Limits of verifications. */
@ConfigMapping(prefix = "winnow.verification")
public interface VerificationConfig {
    /** Verifications at the same time. Each reads all of a job, and holds a database connection while it does. */
    @WithDefault("2")
    int atOnce();
}
