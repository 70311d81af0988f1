package dev.winnow.coordinator.limits;

/** Refuses limits that would let nothing through, when the coordinator starts. */
final class LimitCheck {
    private LimitCheck() {}

    static void require(String name, long limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("winnow.limits.%s must be at least 1, was %d".formatted(name, limit));
        }
    }
}
