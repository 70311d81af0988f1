package dev.winnow.coordinator.openai.finetuning;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.InputStream;

/**
 * Conversations that nobody learns from: {@code winnow bench fuzz} tries what reads them with files that are meant to
 * do harm.
 */
public final class ConversationTrial {
    private static final ObjectMapper JSON = new ObjectMapper();

    private ConversationTrial() {}

    /**
     * The rows of a file of conversations, as an import of a dataset reads them.
     *
     * @param rowBytes of the longest line
     */
    public static InputStream rows(InputStream file, int rowBytes) {
        return new ConversationRows(file, "training_file", rowBytes, JSON);
    }
}
