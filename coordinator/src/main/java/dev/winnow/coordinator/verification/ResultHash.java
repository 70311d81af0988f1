package dev.winnow.coordinator.verification;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Sums up a job's ids and results, in the order of the input. SHA-256 over a line for each item: the number of bytes of
 * its id, a colon, the id, a space, and the SHA-256 of its result in hex, or {@code -} where there is none. Anybody who
 * has the results can compute it too. Not thread-safe.
 */
final class ResultHash {
    private final MessageDigest sha256;

    ResultHash() {
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    void add(String id, @Nullable String result) {
        byte[] bytes = id.getBytes(UTF_8);
        // The length first: ids may have spaces and line breaks in them.
        sha256.update((bytes.length + ":").getBytes(UTF_8));
        sha256.update(bytes);
        sha256.update((" " + (result == null ? "-" : result) + "\n").getBytes(UTF_8));
    }

    String finish() {
        return "sha256:" + HexFormat.of().formatHex(sha256.digest());
    }
}
