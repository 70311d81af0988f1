package dev.winnow.coordinator.events;

/** What streams tell of: how something is at the moment. */
public interface Streamed {
    /** Names this very state, so that a client that comes back can say what it saw last. */
    String eventId();
}
