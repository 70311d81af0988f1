package dev.winnow.cli.schedule;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** What has come of a run, in some words. */
final class RunLine {
    private RunLine() {}

    static String outcome(JsonNode run) {
        if (run.hasNonNull("judgement")) {
            JsonNode judgement = run.path("judgement");
            return "%s against %s: %s%s"
                    .formatted(
                            run.path("candidate").asText(),
                            run.path("champion").asText("the model alone"),
                            changes(judgement),
                            end(run));
        }
        if (run.hasNonNull("detail")) {
            return run.path("detail").asText();
        }
        return run.path("training").asText();
    }

    private static String end(JsonNode run) {
        if (run.path("state").asText().equals("waiting")) {
            return "; waits for a person";
        }
        return run.hasNonNull("detail") ? "; " + run.path("detail").asText() : "";
    }

    private static String changes(JsonNode judgement) {
        String changes = StreamSupport.stream(judgement.path("changed").spliterator(), false)
                .map(JsonNode::asText)
                .map(field -> String.format(
                        Locale.ROOT,
                        "%s %+.3f",
                        field.isEmpty() ? "(whole)" : field,
                        judgement.path("fields").path(field).path("mean").asDouble()))
                .collect(Collectors.joining(", "));
        return changes.isEmpty() ? "no field changes" : changes;
    }
}
