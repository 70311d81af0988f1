package dev.winnow.coordinator.events;

import io.smallrye.mutiny.Multi;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.util.Optional;
import java.util.function.Function;

/** Streams as they go over the wire. */
public final class SentEvents {
    private SentEvents() {}

    /** Events of that name, with what moved as their data. */
    public static <E extends Streamed> Multi<OutboundSseEvent> of(Multi<Optional<E>> stream, String name, Sse sse) {
        return of(stream, name, event -> event, sse);
    }

    /** The same with a part of it as their data. */
    public static <E extends Streamed> Multi<OutboundSseEvent> of(
            Multi<Optional<E>> stream, String name, Function<E, Object> data, Sse sse) {
        return stream.map(signal -> signal.map(event -> sse.newEventBuilder()
                        .id(event.eventId())
                        .name(name)
                        .mediaType(MediaType.APPLICATION_JSON_TYPE)
                        .data(data.apply(event))
                        .build())
                .orElseGet(() -> sse.newEventBuilder().comment("still here").build()));
    }
}
