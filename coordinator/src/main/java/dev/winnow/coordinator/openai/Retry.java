package dev.winnow.coordinator.openai;

import static java.util.Objects.requireNonNull;

import dev.winnow.coordinator.problem.Problem;
import org.jspecify.annotations.Nullable;

/**
 * Whether a request is a client's repetition of one that it had no answer to. OpenAI's clients send no idempotency key,
 * but count their tries.
 *
 * @param key the caller's: another key's objects are never meant
 * @param again whether it is not the first try; a first try always makes a new object
 */
public record Retry(String key, boolean again) {
    /** The header that counts. */
    public static final String HEADER = "x-stainless-retry-count";

    /** Checks that there is a key. */
    public Retry {
        requireNonNull(key, "key");
    }

    /** Reads the header; a request without one is a first try. */
    public static Retry of(String key, @Nullable String count) {
        if (count == null) {
            return new Retry(key, false);
        }
        try {
            return new Retry(key, Integer.parseInt(count.strip()) > 0);
        } catch (NumberFormatException e) {
            throw Problem.of(400, "invalid_retry_count", "%s must be a number, was '%s'".formatted(HEADER, count))
                    .remedy("leave the header to the client")
                    .exception();
        }
    }
}
