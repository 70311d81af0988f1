package dev.winnow.benchmarks.longdocuments;

import com.fasterxml.jackson.databind.JsonNode;
import dev.winnow.benchmarks.longdocuments.JoinedDocument.Chapter;
import dev.winnow.common.result.Span;
import dev.winnow.text.score.FieldScore;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Compares the list that was found in a joined document with what its chapters should give. */
final class Recall {
    private final JoinedDocument document;
    private final int[] points;
    private int texts;
    private int placed;
    private int wrongPlaces;

    Recall(JoinedDocument document) {
        this.document = document;
        this.points = document.text().codePoints().toArray();
    }

    /**
     * Figures of an output.
     *
     * @param found a list
     * @param spans of its values
     */
    Map<String, Object> of(JsonNode found, Map<String, @Nullable Span> spans) {
        spans.forEach((pointer, span) -> judge(found.at(pointer), span));
        int chapters = document.chapters().size();
        int met = 0;
        int titles = 0;
        double score = 0;
        boolean[] used = new boolean[found.size()];
        List<Integer> places = places(found, spans);
        for (Chapter chapter : document.chapters()) {
            int best = -1;
            double most = -1;
            for (int i = 0; i < found.size(); i++) {
                int place = places.get(i);
                if (!used[i] && place >= chapter.from() && place < chapter.to()) {
                    double own = FieldScore.of(found.get(i), chapter.expected());
                    if (own > most) {
                        most = own;
                        best = i;
                    }
                }
            }
            if (best >= 0) {
                used[best] = true;
                met++;
                score += most;
                titles += FieldScore.of(
                                        found.get(best).path("title"),
                                        chapter.expected().path("title"))
                                == 1
                        ? 1
                        : 0;
            }
        }
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("documents", chapters);
        values.put("found", found.size());
        values.put("documents_with_one", met);
        values.put("titles_right", titles);
        values.put("fields_right", rounded(score / chapters));
        values.put("texts", texts);
        values.put("texts_with_a_span", placed);
        values.put("spans_wrong", wrongPlaces);
        return values;
    }

    boolean spansAreRight() {
        return wrongPlaces == 0;
    }

    private void judge(JsonNode value, @Nullable Span span) {
        if (!value.isTextual()) {
            return;
        }
        texts++;
        if (span != null) {
            placed++;
            String part = new String(points, span.from(), span.to() - span.from());
            // A day may be written in another way.
            boolean right = collapsed(part).equals(collapsed(value.asText()))
                    || value.asText().matches("\\d{4}-\\d\\d-\\d\\d");
            wrongPlaces += right ? 0 : 1;
        }
    }

    /** Where each of the list stands: in the middle of its values, since one of them may be taken from elsewhere. */
    private static List<Integer> places(JsonNode found, Map<String, @Nullable Span> spans) {
        List<List<Integer>> all = new ArrayList<>();
        for (int i = 0; i < found.size(); i++) {
            all.add(new ArrayList<>());
        }
        spans.forEach((pointer, span) -> {
            if (span != null) {
                all.get(Integer.parseInt(pointer.split("/", 3)[1])).add(span.from());
            }
        });
        return all.stream()
                .map(places -> places.isEmpty()
                        ? -1
                        : places.stream().sorted().toList().get(places.size() / 2))
                .toList();
    }

    private static String collapsed(String text) {
        return text.replaceAll("[\\s\\p{Z}\\u200B\\uFEFF]+", " ").strip();
    }

    private static double rounded(double value) {
        return Math.round(value * 1e3) / 1e3;
    }
}
