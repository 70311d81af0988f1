package dev.winnow.coordinator.racepoint;

import io.smallrye.config.ConfigMapping;
import java.util.Optional;

/** For fault tests. Nothing here is set in production. */
@ConfigMapping(prefix = "winnow.testing")
interface TestingConfig {
    /** {@code POINT}, or {@code POINT:3} for the third time: the process ends itself there as {@code kill -9} would. */
    Optional<String> haltAt();
}
