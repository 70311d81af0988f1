package dev.winnow.benchmarks.longdocuments;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.benchmarks.peers.document.DataSet;
import dev.winnow.benchmarks.peers.document.Document;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/**
 * Documents one behind the other.
 *
 * @param text of all, with a blank line between
 * @param chapters where each of them stands
 */
record JoinedDocument(String text, List<Chapter> chapters) {
    /** Characters of a page, as publishers count them. */
    private static final int PAGE = 1_800;

    private static final String BETWEEN = "\n\n";

    JoinedDocument {
        chapters = List.copyOf(chapters);
    }

    /** The first of a set, those to be measured before those to learn from; all of them once, then all again. */
    static JoinedDocument of(DataSet set, int count) {
        List<Document> all =
                Stream.concat(set.measured().stream(), set.training().stream()).toList();
        StringBuilder text = new StringBuilder();
        List<Chapter> chapters = new ArrayList<>();
        int points = 0;
        for (int i = 0; i < count; i++) {
            Document document = all.get(i % all.size());
            int length = document.input().codePointCount(0, document.input().length());
            text.append(document.input()).append(BETWEEN);
            chapters.add(new Chapter(points, points + length, document.output()));
            points += length + BETWEEN.length();
        }
        return new JoinedDocument(text.toString(), Collections.unmodifiableList(chapters));
    }

    int pages() {
        return (text.length() + PAGE - 1) / PAGE;
    }

    /** What an output of all of them must satisfy: a list of what one must. */
    static JsonNode schema(JsonNode one) {
        ObjectNode list = new ObjectMapper().createObjectNode();
        list.put("type", "array");
        list.set("items", one);
        return list;
    }

    /** What a chapter should give, and where it stands, in code points. */
    record Chapter(int from, int to, JsonNode expected) {}
}
