package dev.winnow.coordinator.config;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.winnow.common.wire.WireFormat;
import io.quarkus.jackson.ObjectMapperCustomizer;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;

/** What every feature asks for: the time, and JSON in the project's conventions. */
public final class SharedBeans {
    /** Time comes from here and nowhere else, so that tests can move it. */
    @Produces
    @Singleton
    Clock clock() {
        return Clock.systemUTC();
    }

    /** The API speaks snake_case as the queues do. */
    @Singleton
    static final class JsonConventions implements ObjectMapperCustomizer {
        @Override
        public void customize(ObjectMapper mapper) {
            WireFormat.configure(mapper);
        }
    }
}
