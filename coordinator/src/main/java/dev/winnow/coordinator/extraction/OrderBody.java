package dev.winnow.coordinator.extraction;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.coordinator.extraction.JobDesk.ItemSource;
import dev.winnow.coordinator.extraction.JobDesk.OrderedItem;
import dev.winnow.coordinator.problem.Problem;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A submission of another feature, judged as a user's is, item by item. Not thread-safe. */
final class OrderBody implements RequestBody {
    private final String key;
    private final ExtractionOptions options;
    private final Purpose purpose;
    private final ItemSource items;
    private final ObjectMapper json;
    private final ItemReader reader;
    private final List<Long> lines = new ArrayList<>();
    private @Nullable String lastId;

    OrderBody(
            String key,
            ExtractionOptions options,
            Purpose purpose,
            ItemSource items,
            ObjectMapper json,
            ExtractionConfig config) {
        this.key = key;
        this.options = options;
        this.purpose = purpose;
        this.items = items;
        this.json = json;
        this.reader = new ItemReader(config.idCharacters());
    }

    @Override
    public ExtractionOptions options() {
        return options;
    }

    @Override
    public Problem ofOptions(Problem problem) {
        return problem;
    }

    @Override
    public @Nullable SubmittedItem next() throws IOException {
        OrderedItem item = items.next();
        if (item == null) {
            return null;
        }
        lines.add(item.line());
        lastId = item.id();
        ObjectNode node = json.createObjectNode().put("input", item.input()).put("instruction", item.instruction());
        if (item.id() != null) {
            node.put("id", item.id());
        }
        return reader.read(node, new Place.Line(item.line()));
    }

    @Override
    public @Nullable String idOfLast() {
        return lastId;
    }

    @Override
    public Place placeOf(int position) {
        return new Place.Line(lines.get(position));
    }

    // Whoever knows the key has what it is for: content and options do not change under one key.
    @Override
    public String fingerprint() {
        return "order " + key;
    }

    @Override
    public Purpose purpose() {
        return purpose;
    }
}
