package dev.winnow.coordinator.extraction;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Limits of what a request may bring. */
@ConfigMapping(prefix = "winnow.extraction")
public interface ExtractionConfig {
    /** The largest JSON body in bytes; NDJSON is streamed and has no such limit. */
    @WithDefault("33554432")
    int jsonBodyBytes();

    /** The longest NDJSON line in bytes, fields that are ignored included. */
    @WithDefault("16777216")
    int lineBytes();

    /**
     * Submissions at the same time. Each holds a database connection while its client sends, or a JSON body in memory:
     * as a tree it takes many times its bytes.
     */
    @WithDefault("4")
    int uploads();

    /** How long a submission or an estimate waits for a client that has stopped sending. */
    @WithDefault("PT1M")
    Duration uploadPatience();

    /** Estimates at the same time; each reads a body as a submission does, but holds no database connection. */
    @WithDefault("2")
    int estimates();

    /** The longest id of an item, in characters. */
    @WithDefault("256")
    int idCharacters();
}
