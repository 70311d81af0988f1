package dev.winnow.coordinator.extraction;

import dev.winnow.coordinator.request.Fields;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which items of a job are to be extracted again, and by what.
 *
 * @param adapter a version, an alias or a hash
 * @param below only items with a value that was less sure than that
 * @param fields only by values in these fields; none for any
 */
record ReextractionRequest(
        String adapter,
        double below,
        List<String> fields,
        @Nullable String name) {
    static final String EXAMPLE = "{\"adapter\": \"champion\", \"below\": 0.8}";

    ReextractionRequest {
        fields = List.copyOf(fields);
    }

    static ReextractionRequest read(Fields body) {
        body.requireKnown("adapter", "below", "fields", "name");
        String adapter = body.requiredText("adapter", "name what is to do it now, as in " + EXAMPLE);
        Double below = body.number("below", 0, 1);
        if (below == null) {
            throw body.refused(
                    "below", "the request does not say how sure is sure enough", "send a confidence: " + EXAMPLE);
        }
        return new ReextractionRequest(adapter, below, body.texts("fields"), body.text("name"));
    }
}
