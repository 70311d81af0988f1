package dev.winnow.cli.schedule;

import com.fasterxml.jackson.databind.JsonNode;
import dev.winnow.cli.console.Console;
import java.util.function.Consumer;

/** Runs of a schedule, a line each. */
final class RunTable implements Consumer<JsonNode> {
    private static final String ROW = "%-20s  %-8s  %-10s  %-20s  %8s  %s";

    private final Console console;

    private RunTable(Console console) {
        this.console = console;
        console.result(ROW.formatted("PLANNED", "KIND", "STATE", "DATASET", "NEW ROWS", "WHAT CAME OF IT"));
    }

    /** Lines of a table, whose head is said now; or of JSON. */
    static Consumer<JsonNode> on(Console console, boolean json) {
        return json ? run -> console.result(run.toString()) : new RunTable(console);
    }

    @Override
    public void accept(JsonNode run) {
        console.result(ROW.formatted(
                run.path("planned_at").asText(),
                run.path("kind").asText(),
                run.path("state").asText(),
                run.path("dataset").asText("-"),
                run.path("new_rows").asText("-"),
                RunLine.outcome(run)));
    }
}
