package dev.winnow.cli.evaluation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.winnow.cli.console.Console;
import java.util.Locale;

/** A judgement: what changes by how much, and why the candidate passes or does not. */
public final class JudgementTable {
    private JudgementTable() {}

    /** Prints it as results. */
    public static void print(Console console, JsonNode judgement) {
        console.result("%s against %s on %s: %d rows"
                .formatted(
                        judgement.path("candidate").asText(),
                        judgement.path("champion").isTextual()
                                ? judgement.path("champion").asText()
                                : "the model alone",
                        judgement.path("dataset").asText(),
                        judgement.path("rows").asInt()));
        console.result("%-20s  %8s  %20s  %s".formatted("FIELD", "CHANGE", "19 OF 20 BETWEEN", "BETTER IN"));
        line(console, "(all)", judgement.path("score"));
        judgement
                .path("fields")
                .properties()
                .forEach(field ->
                        line(console, field.getKey().isEmpty() ? "(whole)" : field.getKey(), field.getValue()));
        console.result(String.format(
                Locale.ROOT,
                "Time a document: %.2f times",
                judgement.path("slowdown").asDouble()));
        judgement.path("reasons").forEach(reason -> console.result("  " + reason.asText()));
        console.result(end(judgement));
    }

    private static void line(Console console, String name, JsonNode change) {
        console.result(String.format(
                Locale.ROOT,
                "%-20s  %+8.4f  %+8.4f to %+8.4f  %3.0f%% of draws",
                name,
                change.path("mean").asDouble(),
                change.path("low").asDouble(),
                change.path("high").asDouble(),
                100 * change.path("better").asDouble()));
    }

    private static String end(JsonNode judgement) {
        if (judgement.path("promoted").isTextual()) {
            return judgement.path("promoted").asText() + " stands for "
                    + judgement.path("candidate").asText() + " now";
        }
        return switch (judgement.path("outcome").asText()) {
            case "promote" -> "It passes; --promote ALIAS would let an alias stand for it";
            case "ask" ->
                "A person decides: 'winnow adapters alias "
                        + judgement.path("candidate").asText() + " NAME' promotes it";
            default -> "It does not pass; the champion stays";
        };
    }
}
