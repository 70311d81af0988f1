package dev.winnow.worker.life;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;

/** What every part may ask for. */
final class SharedBeans {
    @Produces
    @Singleton
    Clock clock() {
        return Clock.systemUTC();
    }
}
