package dev.winnow.coordinator.retention;

import java.time.Duration;
import java.util.OptionalInt;

/** How long things are kept, as a test wants it. */
record Keeping(int days, OptionalInt parkedDays, int auditDays, int pieceRows) implements RetentionConfig {
    Keeping(int days, OptionalInt parkedDays, int pieceRows) {
        this(days, parkedDays, 365, pieceRows);
    }

    static Keeping days(int days) {
        return new Keeping(days, OptionalInt.empty(), 2);
    }

    @Override
    public Duration pause() {
        return Duration.ZERO;
    }
}
