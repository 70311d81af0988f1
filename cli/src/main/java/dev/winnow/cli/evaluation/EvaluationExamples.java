package dev.winnow.cli.evaluation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.winnow.cli.console.CommandException;
import dev.winnow.cli.console.Console;
import dev.winnow.cli.service.Evaluations;

/** Some rows of an evaluation: what was read, what was wanted, and what each run made of it. */
public final class EvaluationExamples {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int SHOWN_CHARACTERS = 600;

    private EvaluationExamples() {}

    /** Prints the first ones as results. */
    public static void print(Console console, Evaluations service, String evaluation, int most) {
        service.rows(evaluation, most, line -> {
            try {
                print(console, JSON.readTree(line));
            } catch (JsonProcessingException e) {
                throw CommandException.failed("the service sent a row that is no JSON: " + e.getOriginalMessage());
            }
        });
    }

    private static void print(Console console, JsonNode row) {
        console.result("");
        console.result(cut(row.path("input").asText("(row " + row.path("row").asText() + ", whose dataset is gone)")));
        if (row.has("expected")) {
            console.result("  wanted: " + row.path("expected"));
        }
        for (JsonNode run : row.path("runs")) {
            String name = run.path("adapter").isTextual()
                    ? run.path("adapter").asText()
                    : run.path("model").asText() + " alone";
            console.result(
                    "  %s: %s%s".formatted(name, run.path("output").asText("no output"), wrong(run.path("scores"))));
        }
    }

    private static String wrong(JsonNode scores) {
        StringBuilder names = new StringBuilder();
        scores.properties().stream()
                .filter(field -> field.getValue().asDouble() < 1)
                .forEach(field -> names.append(names.length() == 0 ? "  <- wrong: " : ", ")
                        .append(field.getKey().isEmpty() ? "all" : field.getKey()));
        return names.toString();
    }

    private static String cut(String text) {
        return text.length() <= SHOWN_CHARACTERS ? text : text.substring(0, SHOWN_CHARACTERS) + " ...";
    }
}
