package dev.winnow.coordinator.racepoint;

import dev.winnow.common.racepoint.HaltAt;
import dev.winnow.common.racepoint.RacePoints;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/** Who hears of race points: nobody, unless a fault test has asked for a death. */
final class WatchedPoints {
    private static final Logger LOG = Logger.getLogger(WatchedPoints.class);

    @Produces
    @Singleton
    RacePoints<RacePoint> points(TestingConfig config) {
        return config.haltAt()
                .<RacePoints<RacePoint>>map(WatchedPoints::haltingAt)
                .orElseGet(RacePoints::unwatched);
    }

    private static RacePoints<RacePoint> haltingAt(String text) {
        HaltAt<RacePoint> halt = HaltAt.parse(RacePoint.class, text);
        LOG.errorf("FAULT TEST: this process ends itself at %s. Unset WINNOW_TESTING_HALT_AT in production", halt);
        return halt;
    }
}
