package dev.winnow.benchmarks.training;

import dev.winnow.benchmarks.peers.document.TextModel;
import dev.winnow.benchmarks.peers.document.TokenDocument;
import dev.winnow.text.score.FieldScore;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How much of the measured documents outputs have right. */
final class AdapterScore {
    private final TextModel texts;
    private final List<TokenDocument> documents;

    AdapterScore(TextModel texts, List<TokenDocument> documents) {
        this.texts = texts;
        this.documents = List.copyOf(documents);
    }

    /** Scores outputs with and without the constraint: {@code free_field_score} and so on. */
    Map<String, Object> of(Written written) {
        Map<String, Object> figures = new LinkedHashMap<>();
        score("free_", written.free(), figures);
        score("constrained_", written.constrained(), figures);
        figures.put("documents", documents.size());
        return figures;
    }

    private void score(String prefix, List<List<Integer>> outputs, Map<String, Object> figures) {
        double fields = 0;
        int whole = 0;
        int valid = 0;
        for (int i = 0; i < outputs.size(); i++) {
            String output = texts.text(outputs.get(i).stream()
                    .filter(token -> !texts.endTokens().contains(token))
                    .toList());
            double score = FieldScore.of(output, documents.get(i).output());
            fields += score / outputs.size();
            whole += score == 1 ? 1 : 0;
            valid += texts.problems(output).isEmpty() ? 1 : 0;
        }
        figures.put(prefix + "field_score", Math.round(fields * 1000) / 1000.);
        figures.put(prefix + "all_right", whole);
        figures.put(prefix + "valid", valid);
    }
}
