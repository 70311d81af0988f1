package dev.winnow.benchmarks.validity;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What became of one schema's documents. Not thread-safe. */
final class Tally {
    private int valid;
    private int invalid;
    private int overLimit;
    private int failed;
    private int truncated;
    private long tokens;
    private @Nullable String firstProblem;

    void valid(int outputTokens, boolean closedEarly) {
        valid++;
        tokens += outputTokens;
        truncated += closedEarly ? 1 : 0;
    }

    void invalid(String output, String problem) {
        invalid++;
        keep(problem + " in " + output);
    }

    void overLimit(int outputTokens, int limit) {
        overLimit++;
        keep("%d tokens where %d were the limit".formatted(outputTokens, limit));
    }

    void failed(String message) {
        failed++;
        keep(message);
    }

    private void keep(String problem) {
        if (firstProblem == null) {
            firstProblem = problem;
        }
    }

    int others() {
        return invalid + overLimit + failed;
    }

    Map<String, Object> values() {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("documents", valid + others());
        values.put("valid", valid);
        values.put("invalid", invalid);
        values.put("over_limit", overLimit);
        values.put("failed", failed);
        values.put("closed_early", truncated);
        values.put("tokens_per_document", valid == 0 ? 0 : Math.round(10. * tokens / valid) / 10.);
        if (firstProblem != null) {
            values.put("first_problem", firstProblem);
        }
        return values;
    }
}
