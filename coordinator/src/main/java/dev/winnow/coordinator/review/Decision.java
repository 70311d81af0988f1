package dev.winnow.coordinator.review;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What somebody has found out about a result. */
enum Decision {
    /** It is right. */
    ACCEPT,
    /** Something else is right. */
    CORRECT,
    /** It cannot be judged, or is not worth it: no row comes of it. */
    SKIP;

    String stored() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Decision> of(String stored) {
        return Stream.of(values())
                .filter(decision -> decision.stored().equals(stored))
                .findFirst();
    }
}
