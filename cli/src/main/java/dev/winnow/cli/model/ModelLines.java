package dev.winnow.cli.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Model cards as lines for people. */
final class ModelLines {
    private ModelLines() {}

    static String brief(JsonNode card) {
        if (card.has("why")) {
            return "%-50s  cannot be opened: %s"
                    .formatted(card.path("model").asText(), card.path("why").asText());
        }
        return "%-50s  %-8s  %9s  %8d tokens  %7d MiB%s"
                .formatted(
                        card.path("model").asText(),
                        card.path("family").asText(),
                        millions(card),
                        card.path("context_tokens").asLong(),
                        mebibytes(card),
                        card.has("quantization")
                                ? "  " + card.path("quantization").asText()
                                : "");
    }

    static List<String> whole(JsonNode card) {
        List<String> lines = new ArrayList<>(List.of(
                "model           " + card.path("model").asText(),
                "name            " + card.path("name").asText(),
                "family          " + card.path("family").asText(),
                "licence         " + said(card.path("licence").asText()),
                "parameters      " + millions(card),
                "context         %d tokens"
                        .formatted(card.path("context_tokens").asLong()),
                "vocabulary      %d tokens".formatted(card.path("vocabulary").asLong()),
                "chat template   " + (card.path("chat_template").asBoolean() ? "yes" : "none: prompts are plain text"),
                "on disk         %d MiB".formatted(mebibytes(card)),
                "",
                "quantization  weights, MiB  load, s  process, MiB  prompt tokens/s  output tokens/s  of 16 at once"));
        card.path("modes").forEach(mode -> lines.add(mode(mode)));
        return lines;
    }

    private static String mode(JsonNode mode) {
        String name = "%-12s".formatted(mode.path("quantization").asText());
        if (!mode.path("fits").asBoolean()) {
            return name + "  not here: " + mode.path("why").asText();
        }
        JsonNode measured = mode.path("measured");
        String weights = "  %12d".formatted(mode.path("weights_mebibytes").asLong());
        if (measured.isMissingNode()) {
            return name + weights + "  not measured: --measure "
                    + mode.path("quantization").asText();
        }
        return name
                + weights
                + String.format(
                        Locale.ROOT,
                        "  %7.2f  %12d  %15.0f  %15.1f  %13.1f",
                        measured.path("load_seconds").asDouble(),
                        measured.path("resident_mebibytes").asLong(),
                        measured.path("prompt_tokens_per_second").asDouble(),
                        measured.path("output_tokens_per_second").asDouble(),
                        measured.path("batch_tokens_per_second").asDouble());
    }

    private static String said(String text) {
        return text.isEmpty() ? "the files do not say" : text;
    }

    private static String millions(JsonNode card) {
        return "%d M".formatted(Math.round(card.path("parameters").asLong() / 1e6));
    }

    private static long mebibytes(JsonNode card) {
        return (card.path("disk_bytes").asLong() + (1 << 20) - 1) >> 20;
    }
}
