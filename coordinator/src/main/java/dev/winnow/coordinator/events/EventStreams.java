package dev.winnow.coordinator.events;

import io.smallrye.mutiny.Multi;
import jakarta.inject.Singleton;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Streams of jobs as they go over the wire. Thread-safe. */
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
        return SentEvents.of(streams.open(tenant, job), "job", sse);
    }
}
