package dev.winnow.coordinator.config;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.type.LogicalType;
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
            // What the API document calls a number or a flag is one: no text of digits, no number for a flag.
            refuse(mapper, LogicalType.Boolean, CoercionInputShape.String, CoercionInputShape.Integer);
            refuse(mapper, LogicalType.Integer, CoercionInputShape.String, CoercionInputShape.Float);
            refuse(mapper, LogicalType.Float, CoercionInputShape.String);
            refuse(
                    mapper,
                    LogicalType.Textual,
                    CoercionInputShape.Integer,
                    CoercionInputShape.Float,
                    CoercionInputShape.Boolean);
        }

        private static void refuse(ObjectMapper mapper, LogicalType wanted, CoercionInputShape... given) {
            for (CoercionInputShape shape : given) {
                mapper.coercionConfigFor(wanted).setCoercion(shape, CoercionAction.Fail);
            }
        }
    }
}
