package dev.winnow.text.chat;

import static java.util.Objects.requireNonNull;

/** One message of a conversation; the role is system, user or assistant. */
public record ChatMessage(String role, String content) {
    public ChatMessage {
        requireNonNull(role, "role");
        requireNonNull(content, "content");
    }
}
