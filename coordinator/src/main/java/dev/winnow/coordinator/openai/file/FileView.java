package dev.winnow.coordinator.openai.file;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.winnow.coordinator.openai.WireId;
import org.jspecify.annotations.Nullable;

/**
 * A file as clients see it. Times are Unix seconds.
 *
 * @param status always {@code processed}: what is stored can be used
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
record FileView(
        String id,
        String purpose,
        String filename,
        long bytes,
        long createdAt,
        @Nullable Long expiresAt,
        String status,
        @Nullable String statusDetails) {
    static FileView of(StoredFile file) {
        return new FileView(
                WireId.FILE.write(file.id()),
                file.purpose().wireName(),
                file.filename(),
                file.bytes(),
                file.createdAt().getEpochSecond(),
                file.expiresAt() == null ? null : file.expiresAt().getEpochSecond(),
                "processed",
                null);
    }

    @JsonProperty
    String object() {
        return "file";
    }
}
