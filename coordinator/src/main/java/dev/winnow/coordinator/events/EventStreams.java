package dev.winnow.coordinator.events;

import dev.winnow.coordinator.events.StreamSignal.Moved;
import io.smallrye.mutiny.Multi;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Streams as they go over the wire. Thread-safe. */
@Singleton
class EventStreams {
    private final JobStreams streams;
    private final JobNotices notices;

    EventStreams(JobStreams streams, JobNotices notices) {
        this.streams = streams;
        this.notices = notices;
    }

    /** Of one job, or of all of the tenant's. */
    Multi<OutboundSseEvent> open(String tenant, @Nullable UUID job, Sse sse) {
        notices.listen();
        return streams.open(tenant, job).map(signal -> event(signal, sse));
    }

    private static OutboundSseEvent event(StreamSignal signal, Sse sse) {
        if (signal instanceof Moved moved) {
            return sse.newEventBuilder()
                    .id(moved.progress().eventId())
                    .name("job")
                    .mediaType(MediaType.APPLICATION_JSON_TYPE)
                    .data(JobProgress.class, moved.progress())
                    .build();
        }
        return sse.newEventBuilder().comment("still here").build();
    }
}
