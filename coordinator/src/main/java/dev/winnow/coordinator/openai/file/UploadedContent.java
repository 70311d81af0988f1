package dev.winnow.coordinator.openai.file;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What an upload brought.
 *
 * @param keptSeconds how long it is to be kept; null for ever
 * @param fingerprint the same for two requests that ask the same, whatever the boundary between their parts
 */
record UploadedContent(
        Purpose purpose,
        String filename,
        long bytes,
        int lines,
        @Nullable Long keptSeconds,
        String fingerprint) {
    StoredFile file(UUID id, Instant now) {
        return new StoredFile(
                id, purpose, filename, bytes, lines, now, keptSeconds == null ? null : now.plusSeconds(keptSeconds));
    }
}
