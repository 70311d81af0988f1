package dev.winnow.coordinator.openai.batch;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.winnow.coordinator.config.Limits;
import dev.winnow.coordinator.openai.batch.RequestLines.BadLineException;
import dev.winnow.coordinator.openai.chat.ChatConfig;
import dev.winnow.coordinator.openai.chat.ChatRequestReader;
import dev.winnow.coordinator.problem.ProblemException;
import dev.winnow.coordinator.request.RequestJson;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;

/**
 * Files of batches that nobody asks a model for: {@code winnow bench fuzz} tries what reads requests with files that
 * are meant to do harm.
 */
public final class BatchTrial {
    private static final ObjectReader STRICT = RequestJson.strict(new ObjectMapper().reader());

    private final BatchConfig config;
    private final ChatRequestReader requests = new ChatRequestReader(Limits.of(ChatConfig.class, Map.of()));

    /** Takes the longest line; the other limits are those of any coordinator. */
    public BatchTrial(int lineBytes) {
        this.config =
                Limits.of(BatchConfig.class, Map.of("winnow.openai.batches.line-bytes", String.valueOf(lineBytes)));
    }

    /** How many lines could be asked, and how many others are refused by name. */
    public record Lines(int good, int bad) {}

    /** Reads all lines. */
    public Lines read(InputStream file) throws IOException {
        RequestLines lines = new RequestLines(file, STRICT, config);
        int good = 0;
        int bad = 0;
        boolean more = true;
        while (more) {
            try {
                RequestLine line = lines.next("/v1/chat/completions");
                more = line != null;
                if (line != null) {
                    requests.read(line.body());
                    good++;
                }
            } catch (BadLineException | ProblemException e) {
                bad++;
            }
        }
        return new Lines(good, bad);
    }
}
