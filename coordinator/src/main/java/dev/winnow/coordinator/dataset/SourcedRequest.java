package dev.winnow.coordinator.dataset;

import com.fasterxml.jackson.databind.JsonNode;
import dev.winnow.coordinator.request.Fields;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An import whose rows come from sources.
 *
 * @param schema that outputs must fit, or null where the sources say, or nobody
 */
record SourcedRequest(DatasetRequest dataset, @Nullable JsonNode schema, List<Part> sources) {
    static final String EXAMPLE = "{\"name\": \"events\", \"source\": {\"sql\": {\"source\": \"shop\", \"query\":"
            + " \"select page as input, event as output from reviewed\"}}}";

    private static final int MOST_SOURCES = 16;

    SourcedRequest {
        sources = List.copyOf(sources);
    }

    static SourcedRequest read(Fields body) {
        body.requireKnown("name", "held_out_percent", "instruction", "leaks", "schema", "source", "sources");
        DatasetRequest dataset;
        try {
            dataset = DatasetRequest.of(
                    body.text("name"),
                    body.whole("held_out_percent", 0, Split.MOST),
                    body.text("instruction"),
                    body.text("leaks"));
        } catch (dev.winnow.coordinator.problem.ProblemException e) {
            throw e.problem().under(body.pointer()).exception();
        }
        return new SourcedRequest(dataset, body.value("schema"), sources(body));
    }

    private static List<Part> sources(Fields body) {
        Fields single = body.object("source");
        List<Fields> several = body.objects("sources");
        if ((single == null) == several.isEmpty() || several.size() > MOST_SOURCES) {
            throw body.refused(
                    single == null ? "sources" : "source",
                    "the request needs a source, or up to %d sources".formatted(MOST_SOURCES),
                    "send " + EXAMPLE);
        }
        return (single == null ? several : List.of(single))
                .stream().map(SourcedRequest::part).toList();
    }

    private static Part part(Fields source) {
        List<Map.Entry<String, JsonNode>> kinds = List.copyOf(source.object().properties());
        if (kinds.size() != 1) {
            throw source.refused(
                    "", "a source has one kind, this one %d".formatted(kinds.size()), "write {\"sql\": {...}}");
        }
        String kind = kinds.get(0).getKey();
        Fields inner = source.object(kind);
        if (inner == null) {
            throw source.refused(kind, kind + " is null", "write it as a JSON object");
        }
        return new Part(kind, inner, source);
    }

    /**
     * One of its sources.
     *
     * @param source the object that names its kind, for whoever refuses that
     */
    record Part(String kind, Fields request, Fields source) {}
}
