package dev.winnow.coordinator.openai.chat;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** What requests for chat completions get that say nothing else, in a batch or alone. */
@ConfigMapping(prefix = "winnow.openai.chat")
public interface ChatConfig {
    /** The most tokens of an answer whose request does not say. */
    @WithDefault("512")
    int maxTokens();

    /**
     * The temperature of a request that does not say. OpenAI's is 1; of a document's values the likeliest are wanted.
     */
    @WithDefault("0")
    double temperature();
}
