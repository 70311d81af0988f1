package dev.winnow.common.result;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What speaks for the values of an output, by JSON pointer (RFC 6901).
 *
 * @param confidence the model's probability for each value, from 0 to 1, uncalibrated
 * @param spans where each string and number stands in the input; null where it stands nowhere
 */
public record Evidence(Map<String, Double> confidence, Map<String, @Nullable Span> spans) {
    /** Nothing is known. */
    public static final Evidence NONE = new Evidence(Map.of(), Map.of());

    public Evidence {
        requireNonNull(confidence, "confidence");
        requireNonNull(spans, "spans");
        confidence.forEach((pointer, probability) -> {
            if (!(probability >= 0 && probability <= 1)) {
                throw new IllegalArgumentException(
                        "confidence is from 0 to 1, of %s it was %s".formatted(pointer, probability));
            }
        });
        confidence = Collections.unmodifiableMap(new LinkedHashMap<>(confidence));
        spans = Collections.unmodifiableMap(new LinkedHashMap<>(spans));
    }
}
