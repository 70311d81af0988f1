package dev.winnow.coordinator.openai.batch;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** What batches may bring, and what their requests get that say nothing else. */
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

    /** The most tokens of an answer whose request does not say. */
    @WithDefault("512")
    int maxTokens();

    /**
     * The temperature of a request that does not say. OpenAI's is 1; of a document's values the likeliest are wanted.
     */
    @WithDefault("0")
    double temperature();
}
