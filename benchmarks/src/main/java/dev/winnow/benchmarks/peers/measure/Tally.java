package dev.winnow.benchmarks.peers.measure;

import dev.winnow.benchmarks.peers.document.TextModel;
import dev.winnow.benchmarks.peers.document.TokenDocument;
import dev.winnow.benchmarks.peers.system.Answer;
import dev.winnow.benchmarks.peers.system.Kind;
import dev.winnow.benchmarks.peers.system.Output;
import dev.winnow.text.score.FieldScore;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What one system answered to one kind of task, round after round. Times are the medians of the rounds; outputs are
 * those of the last one. Not thread-safe.
 */
public final class Tally {
    private final Kind kind;
    private final List<TokenDocument> documents;
    private final List<Double> seconds = new ArrayList<>();
    private List<Output> outputs = List.of();
    private long peakMebibytes;

    /** Takes what is asked. */
    public Tally(Kind kind, List<TokenDocument> documents) {
        this.kind = kind;
        this.documents = List.copyOf(documents);
    }

    /**
     * Adds a round.
     *
     * @param peakMebibytes the most memory that the system has had resident
     */
    public void add(Answer answer, long peakMebibytes) {
        if (answer.outputs().size() != documents.size()) {
            throw new IllegalArgumentException(
                    "%d outputs of %d documents".formatted(answer.outputs().size(), documents.size()));
        }
        seconds.add(answer.seconds());
        outputs = answer.outputs();
        this.peakMebibytes = Math.max(this.peakMebibytes, peakMebibytes);
    }

    /** Whether it has an answer. */
    public boolean isEmpty() {
        return seconds.isEmpty();
    }

    /** Documents a second. */
    public double documentsPerSecond() {
        return documents.size() / median();
    }

    /** Prompt tokens a second; of a prefill, the rest of the time being next to nothing. */
    public double promptTokensPerSecond() {
        return documents.stream().mapToLong(each -> each.prompt().size()).sum() / median();
    }

    private double median() {
        List<Double> sorted = seconds.stream().sorted().toList();
        int half = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(half) : (sorted.get(half - 1) + sorted.get(half)) / 2;
    }

    /** Everything, by name. */
    public Map<String, Object> figures(TextModel texts) {
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("documents_per_second", rounded(documentsPerSecond(), 1000));
        if (kind == Kind.PREFILL) {
            figures.put("prefill_tokens_per_second", Math.round(promptTokensPerSecond()));
        } else {
            output(figures);
        }
        if (kind == Kind.FREE) {
            quality(figures, texts);
        }
        if (kind == Kind.FORCED) {
            figures.put("other_outputs", others());
        }
        figures.put("peak_memory_mib", peakMebibytes);
        figures.put(
                "seconds_of_rounds",
                seconds.stream().map(each -> rounded(each, 100)).toList());
        return figures;
    }

    private void output(Map<String, Object> figures) {
        long tokens = outputs.stream().mapToLong(each -> each.tokens().size()).sum();
        long steps = outputs.stream().mapToLong(Output::steps).sum();
        figures.put("output_tokens_per_second", rounded(tokens / median(), 10));
        figures.put("steps_per_output_token", rounded((double) steps / Math.max(1, tokens), 1000));
        figures.put("output_tokens", tokens);
    }

    private void quality(Map<String, Object> figures, TextModel texts) {
        double score = 0;
        int exact = 0;
        int invalid = 0;
        for (int i = 0; i < outputs.size(); i++) {
            String text = texts.text(outputs.get(i).tokens());
            double of = FieldScore.of(text, documents.get(i).output());
            score += of;
            exact += of == 1 ? 1 : 0;
            invalid += texts.problems(text).isEmpty() ? 0 : 1;
        }
        figures.put("field_score", rounded(score / outputs.size(), 10_000));
        figures.put("exact_documents", exact);
        figures.put("truncated", outputs.stream().filter(Output::truncated).count());
        figures.put("invalid", invalid);
    }

    /** Outputs that are not what they were forced to be: there must be none. */
    private long others() {
        long others = 0;
        for (int i = 0; i < outputs.size(); i++) {
            others += outputs.get(i).tokens().equals(documents.get(i).reference()) ? 0 : 1;
        }
        return others;
    }

    private static double rounded(double value, int parts) {
        return (double) Math.round(value * parts) / parts;
    }
}
