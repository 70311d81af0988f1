package dev.winnow.coordinator.extraction;

import dev.winnow.coordinator.problem.Problem;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Base64;
import java.util.UUID;

/** A place in the list of jobs, as an opaque text. */
record Cursor(Instant createdAt, UUID id) {
    private static final String SEPARATOR = "/";

    String write() {
        byte[] text = (createdAt + SEPARATOR + id).getBytes(StandardCharsets.UTF_8);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text);
    }

    static Cursor read(String text) {
        try {
            String plain = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
            int at = plain.indexOf(SEPARATOR);
            if (at > 0) {
                return new Cursor(Instant.parse(plain.substring(0, at)), UUID.fromString(plain.substring(at + 1)));
            }
        } catch (IllegalArgumentException | DateTimeParseException e) {
            throw invalid(text);
        }
        throw invalid(text);
    }

    private static RuntimeException invalid(String text) {
        return Problem.of(400, "invalid_cursor", "there is no place '" + text + "' in the list")
                .remedy("send next_cursor of the page before, unchanged")
                .exception();
    }
}
