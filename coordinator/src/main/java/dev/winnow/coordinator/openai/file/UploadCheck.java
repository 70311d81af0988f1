package dev.winnow.coordinator.openai.file;

import dev.winnow.coordinator.problem.Problem;
import dev.winnow.coordinator.problem.ProblemException;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads uploads, and holds them to the limits. Thread-safe. */
@Singleton
class UploadCheck {
    private static final String ANCHOR = "expires_after[anchor]";
    private static final String SECONDS = "expires_after[seconds]";
    private static final Set<String> FIELDS = Set.of("purpose", ANCHOR, SECONDS);

    private final FileConfig config;

    UploadCheck(FileConfig config) {
        this.config = config;
    }

    /**
     * Reads all of an upload.
     *
     * @param pieces takes the file's bytes
     */
    UploadedContent read(MultipartUpload upload, OutputStream pieces) throws IOException {
        MessageDigest digest = sha256();
        LineCount content = new LineCount(pieces, digest, config.mostBytes());
        upload.read(content);
        Map<String, String> fields = upload.fields();
        for (String name : fields.keySet()) {
            if (!FIELDS.contains(name)) {
                throw Problem.of(400, "unknown_parameter", "Unknown parameter: '%s'".formatted(name))
                        .at("/" + name)
                        .remedy("send file, purpose, and if need be expires_after")
                        .exception();
            }
        }
        Purpose purpose = purpose(fields.get("purpose"));
        require(purpose, content);
        Long kept = fields.containsKey(ANCHOR) || fields.containsKey(SECONDS)
                ? ExpiresAfter.seconds("expires_after", fields.get(ANCHOR), fields.get(SECONDS))
                : null;
        String head = purpose + "\n" + kept + "\n" + upload.filename();
        byte[] bytes = digest.digest();
        digest.update(bytes);
        String print = HexFormat.of().formatHex(digest.digest(head.getBytes(StandardCharsets.UTF_8)));
        return new UploadedContent(purpose, upload.filename(), content.bytes(), content.lines(), kept, print);
    }

    private static Purpose purpose(@Nullable String given) {
        if (given == null) {
            throw Problem.of(400, "missing_required_parameter", "the request has no purpose")
                    .at("/purpose")
                    .remedy("send purpose=batch or purpose=fine-tune")
                    .exception();
        }
        return Purpose.of(given).filter(Purpose::uploaded).orElseThrow(() -> Problem.of(
                        400, "invalid_purpose", "'%s' is no purpose that files are sent for".formatted(given))
                .at("/purpose")
                .remedy("send purpose=batch or purpose=fine-tune")
                .exception());
    }

    private void require(Purpose purpose, LineCount content) {
        if (content.lines() == 0) {
            throw Problem.of(400, "empty_file", "the file is empty")
                    .at("/file")
                    .remedy("send at least one line")
                    .exception();
        }
        if (purpose != Purpose.BATCH) {
            return;
        }
        if (content.bytes() > config.batchBytes()) {
            throw tooLarge(config.batchBytes());
        }
        if (content.lines() > config.batchLines()) {
            throw Problem.of(
                            413,
                            "too_many_requests_in_file",
                            "the file has %d requests, a batch may have %d"
                                    .formatted(content.lines(), config.batchLines()))
                    .at("/file")
                    .limit(config.batchLines())
                    .remedy("cut it into several files; the operator can raise winnow.openai.files.batch-lines")
                    .exception();
        }
    }

    /** Refuses what would be too much for a tenant. */
    void requireRoom(long bytes) {
        if (bytes > config.tenantBytes()) {
            throw Problem.of(413, "too_many_bytes_stored", "with this file %d bytes would be stored".formatted(bytes))
                    .at("/file")
                    .limit(config.tenantBytes())
                    .remedy("delete files; the operator can raise winnow.openai.files.tenant-bytes")
                    .exception();
        }
    }

    /** Refuses a file for its size. */
    static ProblemException tooLarge(long most) {
        return Problem.of(413, "file_too_large", "the file has more than %d bytes".formatted(most))
                .at("/file")
                .limit(most)
                .remedy("cut it into several files")
                .exception();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
