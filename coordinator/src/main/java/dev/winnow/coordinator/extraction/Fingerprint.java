package dev.winnow.coordinator.extraction;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Tells whether two requests with one idempotency key are the same request. */
final class Fingerprint {
    private final DigestInputStream stream;
    private @Nullable String hash;

    /**
     * Begins with what belongs to the request besides its body.
     *
     * @param head media type and query
     */
    Fingerprint(InputStream body, String head) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(head.getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
            this.stream = new DigestInputStream(body, digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** The body, to be read through this. */
    InputStream stream() {
        return stream;
    }

    /** Reads what is left and gives the hash of everything; asked again, it gives the same. */
    String finish() throws IOException {
        if (hash == null) {
            stream.transferTo(OutputStream.nullOutputStream());
            // This resets the digest: a second one would be that of nothing.
            hash = HexFormat.of().formatHex(stream.getMessageDigest().digest());
        }
        return hash;
    }
}
