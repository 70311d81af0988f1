package dev.winnow.coordinator.retention;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.OptionalInt;

/** How long things are kept. */
@ConfigMapping(prefix = "winnow.retention")
public interface RetentionConfig {
    /** Days that a job is kept, with items and results, after it is done or cancelled; 0 keeps all for ever. */
    @WithDefault("30")
    int days();

    /** Days that parked messages are kept; for ever if absent, as they are there to be looked at. */
    OptionalInt parkedDays();

    /** Days that lines of the audit are kept. */
    @WithDefault("365")
    int auditDays();

    /** The most rows that one transaction deletes. */
    @WithDefault("5000")
    int pieceRows();

    /** The pause after each piece: what users wait for goes first. */
    @WithDefault("100ms")
    Duration pause();
}
