package dev.winnow.coordinator.openai.file;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A file.
 *
 * @param lines how many of its lines are not blank
 * @param expiresAt when it goes by itself; null for never
 */
public record StoredFile(
        UUID id,
        Purpose purpose,
        String filename,
        long bytes,
        int lines,
        Instant createdAt,
        @Nullable Instant expiresAt) {}
