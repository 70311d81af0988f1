package dev.winnow.cli.evaluation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.winnow.cli.console.Console;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** An evaluation as two tables: its runs, the best first, and their scores by field, side by side. */
public final class EvaluationTable {
    private static final String RUN = "%-4s  %-28s  %-20s  %6s  %9s  %9s  %8s  %7s";
    private static final int LEAST_WIDTH = 10;

    private EvaluationTable() {}

    /** Prints it as results. */
    public static void print(Console console, JsonNode evaluation) {
        console.result("Evaluation %s on %s: %d held-out rows%s"
                .formatted(
                        evaluation.path("id").asText(),
                        evaluation.path("dataset").asText(),
                        evaluation.path("rows").asInt(),
                        evaluation.path("constrained").asBoolean() ? "" : ", unconstrained"));
        runs(console, evaluation.path("runs"));
        fields(console, evaluation.path("runs"));
    }

    private static void runs(Console console, JsonNode runs) {
        console.result(RUN.formatted("RANK", "MODEL", "ADAPTER", "SCORE", "EXACT", "VALID", "S/DOC", "TOKENS"));
        int rank = 0;
        for (JsonNode run : runs) {
            JsonNode score = run.path("score");
            if (!score.isObject()) {
                console.result(
                        "-     %-28s  %-20s  %s".formatted(run.path("model").asText(), adapter(run), reason(run)));
                continue;
            }
            int rows = score.path("rows").asInt();
            console.result(RUN.formatted(
                    ++rank,
                    run.path("model").asText(),
                    adapter(run),
                    number(score.path("score"), 3),
                    score.path("exact").asInt() + "/" + rows,
                    score.path("valid").asInt() + "/" + rows,
                    number(score.path("seconds_per_document"), 2),
                    number(score.path("output_tokens"), 0)));
        }
    }

    private static String adapter(JsonNode run) {
        return run.path("adapter").isTextual() ? run.path("adapter").asText() : "(base alone)";
    }

    private static String reason(JsonNode run) {
        JsonNode error = run.path("error");
        return run.path("state").asText()
                + (error.isObject()
                        ? ": " + error.path("code").asText() + ": "
                                + error.path("message").asText()
                        : "");
    }

    private static void fields(Console console, JsonNode runs) {
        List<JsonNode> scored = new ArrayList<>();
        Set<String> fields = new LinkedHashSet<>();
        Set<String> models = new LinkedHashSet<>();
        for (JsonNode run : runs) {
            models.add(run.path("model").asText());
            if (run.path("score").isObject()) {
                scored.add(run);
                run.at("/score/fields")
                        .forEach(field -> fields.add(field.path("field").asText()));
            }
        }
        if (scored.isEmpty()) {
            return;
        }
        List<String> names = scored.stream()
                .map(run -> run.path("adapter").isTextual()
                        ? run.path("adapter").asText()
                        : models.size() == 1 ? "base" : run.path("model").asText())
                .toList();
        int first = Math.max(
                LEAST_WIDTH, fields.stream().mapToInt(String::length).max().orElse(0));
        console.result("");
        console.result(row("FIELD", "SCORED BY", first, names, names));
        for (String field : fields) {
            List<String> scores = scored.stream()
                    .map(run -> number(figure(run, field).path("score"), 3))
                    .toList();
            String rule = figure(scored.get(0), field).path("rule").asText();
            console.result(row(field.isEmpty() ? "(whole)" : field, rule, first, scores, names));
        }
    }

    private static JsonNode figure(JsonNode run, String field) {
        for (JsonNode figure : run.at("/score/fields")) {
            if (figure.path("field").asText().equals(field)) {
                return figure;
            }
        }
        return MissingNode.getInstance();
    }

    private static String row(String field, String rule, int first, List<String> values, List<String> names) {
        List<String> cells = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            int width = Math.max(LEAST_WIDTH, names.get(i).length());
            cells.add(" ".repeat(Math.max(0, width - values.get(i).length())) + values.get(i));
        }
        String head = field + " ".repeat(Math.max(0, first - field.length()));
        return "%s  %-10s  %s".formatted(head, rule, cells.stream().collect(Collectors.joining("  ")));
    }

    private static String number(JsonNode value, int digits) {
        return value.isNumber() ? String.format(Locale.ROOT, "%." + digits + "f", value.asDouble()) : "-";
    }
}
