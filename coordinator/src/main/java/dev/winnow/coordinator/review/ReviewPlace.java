package dev.winnow.coordinator.review;

import dev.winnow.coordinator.problem.Problem;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * A place in a queue, as an opaque text.
 *
 * @param key what the queue is ordered by: a confidence, or a hash
 */
record ReviewPlace(String key, int position) {
    String write() {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString((key + "/" + position).getBytes(StandardCharsets.UTF_8));
    }

    static ReviewPlace read(String text) {
        try {
            String plain = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
            int at = plain.indexOf('/');
            if (at > 0 && plain.indexOf('\0') < 0) {
                return new ReviewPlace(plain.substring(0, at), Integer.parseInt(plain.substring(at + 1)));
            }
        } catch (IllegalArgumentException e) {
            throw invalid(text);
        }
        throw invalid(text);
    }

    /** The key of a queue by confidence. */
    double confidence() {
        try {
            return Double.parseDouble(key);
        } catch (NumberFormatException e) {
            throw invalid(write());
        }
    }

    private static RuntimeException invalid(String text) {
        return Problem.of(400, "invalid_cursor", "there is no place '" + text + "' in this queue")
                .remedy("send next_cursor of the page before, unchanged, with the same query")
                .exception();
    }
}
