package dev.winnow.coordinator.webhook;

import java.util.Optional;
import java.util.UUID;

/** Names a message for its receiver, the same for each attempt: {@code msg_} and a UUID. */
record MessageId(UUID id) {
    private static final String PREFIX = "msg_";

    static MessageId random() {
        return new MessageId(UUID.randomUUID());
    }

    static Optional<MessageId> of(String text) {
        if (!text.startsWith(PREFIX)) {
            return Optional.empty();
        }
        try {
            return Optional.of(new MessageId(UUID.fromString(text.substring(PREFIX.length()))));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** As in the header {@code webhook-id} and the API. */
    String text() {
        return PREFIX + id;
    }
}
