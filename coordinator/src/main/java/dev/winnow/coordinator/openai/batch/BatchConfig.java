package dev.winnow.coordinator.openai.batch;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** What batches may bring. */
@ConfigMapping(prefix = "winnow.openai.batches")
public interface BatchConfig {
    /** The longest line of a batch's file in bytes. */
    @WithDefault("16777216")
    int lineBytes();

    /**
     * The most groups of requests that differ in model, schema, temperature, seed or max_tokens. Each becomes a job,
     * and the file is read once for each.
     */
    @WithDefault("64")
    int groups();

    /** The longest custom_id in characters. */
    @WithDefault("256")
    int customIdCharacters();
}
