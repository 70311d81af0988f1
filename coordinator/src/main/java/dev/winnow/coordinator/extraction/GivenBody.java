package dev.winnow.coordinator.extraction;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.coordinator.problem.Problem;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** A submission that another feature makes: judged as a user's is, item by item. */
final class GivenBody implements RequestBody {
    private final ObjectNode options;
    private final Iterator<? extends JsonNode> items;
    private final ItemReader reader;
    private final String fingerprint;
    private final Purpose purpose;
    private int position;
    private @Nullable JsonNode last;

    GivenBody(
            String name,
            ObjectNode options,
            Iterator<? extends JsonNode> items,
            Purpose purpose,
            ExtractionConfig config) {
        this.purpose = purpose;
        this.options = options;
        this.items = items;
        this.reader = new ItemReader(config.idCharacters());
        // The name says what the items are, so they need not be read to be told apart.
        this.fingerprint = "given " + name;
    }

    @Override
    public ExtractionOptions options() {
        return OptionsReader.read(options);
    }

    @Override
    public Problem ofOptions(Problem problem) {
        return problem;
    }

    @Override
    public @Nullable SubmittedItem next() {
        if (!items.hasNext()) {
            return null;
        }
        last = items.next();
        return reader.read(last, placeOf(position++));
    }

    @Override
    public @Nullable String idOfLast() {
        return last == null ? null : reader.idOf(last);
    }

    @Override
    public Place placeOf(int at) {
        return new Place.Pointer("/items/" + at);
    }

    @Override
    public String fingerprint() {
        return fingerprint;
    }

    @Override
    public Purpose purpose() {
        return purpose;
    }
}
