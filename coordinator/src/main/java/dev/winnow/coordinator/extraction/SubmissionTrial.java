package dev.winnow.coordinator.extraction;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.winnow.coordinator.config.Limits;
import dev.winnow.coordinator.problem.ProblemException;
import dev.winnow.coordinator.request.RequestJson;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Submissions that become no jobs: {@code winnow bench fuzz} tries what reads items with bodies that are meant to do
 * harm.
 */
public final class SubmissionTrial {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ObjectReader STRICT = RequestJson.strict(JSON.reader());

    private final ExtractionConfig config;

    /** Takes two of the limits; the others are those of any coordinator. */
    public SubmissionTrial(int lineBytes, int jsonBodyBytes) {
        this.config = Limits.of(
                ExtractionConfig.class,
                Map.of(
                        "winnow.extraction.line-bytes",
                        String.valueOf(lineBytes),
                        "winnow.extraction.json-body-bytes",
                        String.valueOf(jsonBodyBytes)));
    }

    /**
     * Reads an item a line. Bad ones are passed over where others can be read behind them, as with
     * {@code on_bad_item=record}.
     *
     * @return how many items can be used
     * @throws ProblemException for what refuses all of a submission
     */
    public int lines(InputStream body) throws IOException {
        return items(new NdjsonBody(body, JSON.createObjectNode(), STRICT, config));
    }

    /** The same for all items in one JSON object. */
    public int json(InputStream body) throws IOException {
        return items(new JsonBody(body, STRICT, config));
    }

    private int items(RequestBody body) throws IOException {
        body.options();
        int used = 0;
        boolean more = true;
        while (more) {
            try {
                SubmittedItem item = body.next();
                more = item != null;
                if (item != null) {
                    requireShort(item.id());
                    used++;
                }
            } catch (ProblemException e) {
                requireShort(body.idOfLast());
            }
        }
        body.fingerprint();
        return used;
    }

    private void requireShort(@Nullable String id) {
        if (id != null && id.length() > config.idCharacters()) {
            throw new IllegalStateException("an id of %d characters was taken".formatted(id.length()));
        }
    }
}
