package dev.winnow.cli.extraction;

import com.fasterxml.jackson.databind.JsonNode;
import dev.winnow.cli.console.Console;
import java.time.Duration;
import java.util.Locale;

/** An estimate for people to read. */
final class EstimateTable {
    private final JsonNode estimate;
    private final Console console;

    EstimateTable(JsonNode estimate, Console console) {
        this.estimate = estimate;
        this.console = console;
    }

    void print() {
        long items = estimate.path("items").asLong();
        row(
                "model",
                estimate.path("model").asText() + ", "
                        + estimate.path("quantization").asText());
        row(
                "items",
                number(items) + ", " + number(estimate.path("distinct_items").asLong()) + " of them distinct");
        if (estimate.hasNonNull("windows")) {
            row("windows", number(estimate.path("windows").asLong()) + " of all items together");
        }
        row("input tokens", tokens(estimate.path("input_tokens")) + counted(items));
        row("  per prompt", number(estimate.path("prompt_overhead").asLong()) + " for instruction and chat template");
        row("output tokens", tokens(estimate.path("output_tokens")) + ", " + source(estimate.path("output_tokens")));
        row(
                "to compute",
                number(estimate.at("/computed_input_tokens/value").asLong()) + " in, "
                        + number(estimate.at("/computed_output_tokens/value").asLong()) + " out");
        row("time", time(estimate.path("time")));
        estimate.path("costs")
                .forEach(cost -> row(
                        "at " + cost.path("name").asText(),
                        "%s %s (%s to %s)"
                                .formatted(
                                        money(cost.path("cost")),
                                        cost.path("currency").asText(),
                                        money(cost.path("low")),
                                        money(cost.path("high")))));
        estimate.path("admission").forEach(line -> {
            if (!line.path("treatment").asText().equals("enforced")) {
                row(
                        "schema",
                        "%s %s: %s, %s"
                                .formatted(
                                        line.path("pointer").asText(),
                                        line.path("keyword").asText(),
                                        line.path("treatment").asText().replace('_', ' '),
                                        line.path("note").asText()));
            }
        });
    }

    private String counted(long items) {
        long counted = estimate.path("counted_items").asLong();
        return counted >= items
                ? ", counted"
                : ", from %s items that were counted, +-%s standard error"
                        .formatted(
                                number(counted),
                                number(estimate.at("/input_tokens/standard_error")
                                        .asLong()));
    }

    private static String source(JsonNode output) {
        return output.path("source").asText().equals("history")
                ? "%.1f an item in %d finished jobs with this schema"
                        .formatted(
                                output.path("per_item").asDouble(),
                                output.path("of_jobs").asInt())
                : "a guess by the schema, until a job with it is done";
    }

    private static String time(JsonNode time) {
        if (!time.hasNonNull("seconds")) {
            return "not known: " + time.path("reason").asText();
        }
        return "%s (%s to %s) on %d live workers, %.1f output tokens/s"
                .formatted(
                        duration(time.path("seconds").asDouble()),
                        duration(time.path("low").asDouble()),
                        duration(time.path("high").asDouble()),
                        time.path("workers").asInt(),
                        time.path("tokens_per_second").asDouble());
    }

    private static String duration(double seconds) {
        if (seconds < 60) {
            return String.format(Locale.ROOT, "%.1f s", seconds);
        }
        Duration time = Duration.ofSeconds(Math.round(seconds));
        return time.toHours() > 0
                ? "%d h %d min".formatted(time.toHours(), time.toMinutesPart())
                : "%d min %d s".formatted(time.toMinutes(), time.toSecondsPart());
    }

    private static String tokens(JsonNode count) {
        long low = count.path("low").asLong();
        long high = count.path("high").asLong();
        String value = number(count.path("value").asLong());
        return low == high ? value : "%s (%s to %s)".formatted(value, number(low), number(high));
    }

    private static String money(JsonNode amount) {
        double value = amount.asDouble();
        return String.format(Locale.ROOT, value < 1 ? "%.4f" : "%,.2f", value);
    }

    private static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    private void row(String name, String value) {
        console.result("%-14s  %s".formatted(name, value));
    }
}
