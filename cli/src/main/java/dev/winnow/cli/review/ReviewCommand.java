package dev.winnow.cli.review;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.cli.console.CommandException;
import dev.winnow.cli.console.Console;
import dev.winnow.cli.console.ExitCode;
import dev.winnow.cli.installation.DataOption;
import dev.winnow.cli.installation.SchemaFiles;
import dev.winnow.cli.installation.Surroundings;
import dev.winnow.cli.service.Endpoint;
import dev.winnow.cli.service.ServiceClient;
import dev.winnow.common.json.ExactJson;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Reviews results. */
@Command(
        name = "review",
        synopsisSubcommandLabel = "COMMAND",
        description = {
            "Look at results that the model was unsure of; what is accepted or corrected can be trained on.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  winnow review list JOB --below 0.8",
            "  winnow review show JOB 17",
            "  winnow review correct JOB 17 --set '/price=\"59.90 EUR\"'",
            "  winnow datasets fetch --name events --with events --reviewed JOB"
        })
public final class ReviewCommand implements Runnable {
    private static final ObjectMapper JSON = ExactJson.mapper().build();
    private static final String ROW = "%8s  %-20s  %6s  %-24s  %s";

    private final Surroundings surroundings;
    private final Console console;

    @Spec
    CommandSpec spec = CommandSpec.create();

    /** Runs in those surroundings. */
    public ReviewCommand(Surroundings surroundings, Console console) {
        this.surroundings = surroundings;
        this.console = console;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Say what to do: list, show, accept, correct, skip or reopen");
    }

    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = "Results that the model was unsure of, the least sure first; or some of all.")
    int list(
            @Parameters(paramLabel = "JOB") String job,
            @Option(
                            names = "--below",
                            paramLabel = "C",
                            description = "Those with a value that it was less sure of than that (default: 0.9).")
                    @Nullable
                    Double below,
            @Option(names = "--sample", paramLabel = "N", description = "Instead so many of all results, at random.")
                    @Nullable
                    Integer sample,
            @Option(names = "--seed", paramLabel = "S", description = "What the sample is drawn by (default: 1).")
                    @Nullable
                    Long seed,
            @Option(names = "--decided", description = "Also what was decided already.") boolean decided,
            @Option(
                            names = "--limit",
                            paramLabel = "N",
                            description = "How many at most (default: 100).",
                            defaultValue = "100")
                    int limit,
            @Option(names = "--json", description = "One JSON object a line.") boolean json,
            @Mixin DataOption data) {
        if (below != null && sample != null) {
            throw CommandException.usage("--below and --sample are two ways of choosing: give one of them");
        }
        String query = "?decided=" + decided + (below == null ? "" : "&below=" + below)
                + (sample == null ? "" : "&sample=" + sample) + (seed == null ? "" : "&seed=" + seed);
        ServiceClient client = client(data);
        if (!json) {
            console.result(ROW.formatted("POSITION", "ITEM", "SURE", "LEAST SURE OF", "DECISION"));
        }
        int left = limit;
        @Nullable String cursor = null;
        do {
            JsonNode page = client.get(ServiceClient.path(root(job), "review") + query + "&limit=" + Math.min(100, left)
                    + (cursor == null ? "" : "&cursor=" + cursor));
            page.path("items").forEach(item -> console.result(json ? item.toString() : row(item)));
            left -= page.path("items").size();
            cursor = page.path("next_cursor").asText("");
        } while (left > 0 && !cursor.isEmpty());
        return ExitCode.DONE.number();
    }

    private static String row(JsonNode item) {
        JsonNode least = item.path("least_confidence");
        return ROW.formatted(
                item.path("position").asText(),
                item.path("id").asText(),
                least.isNumber() ? String.format(Locale.ROOT, "%.3f", least.asDouble()) : "-",
                leastSure(item),
                item.path("decision").asText("-"));
    }

    private static String leastSure(JsonNode item) {
        String pointer = "-";
        double lowest = Double.MAX_VALUE;
        for (Map.Entry<String, JsonNode> value : item.at("/evidence/confidence").properties()) {
            if (value.getValue().asDouble() < lowest) {
                lowest = value.getValue().asDouble();
                pointer = value.getKey();
            }
        }
        return pointer;
    }

    @Command(
            name = "show",
            mixinStandardHelpOptions = true,
            description = "One with its input, instruction and schema, as JSON.")
    int show(
            @Parameters(paramLabel = "JOB") String job,
            @Parameters(paramLabel = "POSITION") int position,
            @Option(names = "--json", description = "On one line.") boolean json,
            @Mixin DataOption data) {
        JsonNode item = client(data).get(place(job, position));
        console.result(json ? item.toString() : item.toPrettyString());
        return ExitCode.DONE.number();
    }

    @Command(name = "accept", mixinStandardHelpOptions = true, description = "Say that results are right.")
    int accept(
            @Parameters(paramLabel = "JOB") String job,
            @Parameters(paramLabel = "POSITION", arity = "1..*") List<Integer> positions,
            @Mixin DataOption data) {
        return decide(job, positions, JSON.createObjectNode().put("decision", "accept"), "accepted", data);
    }

    @Command(
            name = "skip",
            mixinStandardHelpOptions = true,
            description = "Say that results cannot be judged; no row comes of them.")
    int skip(
            @Parameters(paramLabel = "JOB") String job,
            @Parameters(paramLabel = "POSITION", arity = "1..*") List<Integer> positions,
            @Mixin DataOption data) {
        return decide(job, positions, JSON.createObjectNode().put("decision", "skip"), "skipped", data);
    }

    @Command(
            name = "correct",
            mixinStandardHelpOptions = true,
            description = {"Say what is right: a whole output, or single values of the one that there is.", ""})
    int correct(
            @Parameters(paramLabel = "JOB") String job,
            @Parameters(paramLabel = "POSITION") int position,
            @Option(names = "--output", paramLabel = "F", description = "A file with the right output, as JSON.")
                    @Nullable
                    Path output,
            @Option(
                            names = "--set",
                            paramLabel = "POINTER=JSON",
                            description = "A value by its pointer, as the evidence names it; may be repeated.")
                    @Nullable
                    Map<String, String> values,
            @Mixin DataOption data) {
        if ((output == null) == (values == null)) {
            throw CommandException.usage("Say what is right: --output F, or --set POINTER=JSON");
        }
        JsonNode right = output == null
                ? changed(client(data).get(place(job, position)), values == null ? Map.of() : values)
                : SchemaFiles.read(output);
        ObjectNode decision = JSON.createObjectNode().put("decision", "correct");
        decision.set("output", right);
        return decide(job, List.of(position), decision, "corrected", data);
    }

    private static JsonNode changed(JsonNode item, Map<String, String> values) {
        JsonNode output = item.has("corrected") ? item.path("corrected") : item.path("output");
        new LinkedHashMap<>(values).forEach((text, value) -> put(output, text, value));
        return output;
    }

    private static void put(JsonNode output, String text, String value) {
        try {
            JsonPointer pointer = JsonPointer.compile(text);
            JsonPointer last = pointer.last();
            JsonNode parent = output.at(pointer.head());
            if (parent instanceof ObjectNode object && last != null) {
                object.set(last.getMatchingProperty(), JSON.readTree(value));
            } else if (parent instanceof ArrayNode array
                    && last != null
                    && last.getMatchingIndex() >= 0
                    && last.getMatchingIndex() < array.size()) {
                array.set(last.getMatchingIndex(), JSON.readTree(value));
            } else {
                throw CommandException.usage("the output has no place " + text);
            }
        } catch (IllegalArgumentException e) {
            throw CommandException.usage("'%s' is no JSON pointer: begin with /".formatted(text));
        } catch (JsonProcessingException e) {
            throw CommandException.usage("'%s' is no JSON: a text needs quotes".formatted(value));
        }
    }

    @Command(name = "reopen", mixinStandardHelpOptions = true, description = "Take a decision back.")
    int reopen(
            @Parameters(paramLabel = "JOB") String job,
            @Parameters(paramLabel = "POSITION") int position,
            @Mixin DataOption data) {
        client(data).delete(place(job, position));
        console.result("Item %d is open again".formatted(position));
        return ExitCode.DONE.number();
    }

    private int decide(String job, List<Integer> positions, ObjectNode decision, String done, DataOption data) {
        ServiceClient client = client(data);
        for (int position : positions) {
            client.put(place(job, position), decision);
            console.result("Item %d is %s".formatted(position, done));
        }
        return ExitCode.DONE.number();
    }

    private static String root(String job) {
        return ServiceClient.path("/api/v1/extractions", job);
    }

    private static String place(String job, int position) {
        return ServiceClient.path(root(job), "review", String.valueOf(position));
    }

    private ServiceClient client(DataOption data) {
        return new ServiceClient(Endpoint.of(surroundings, data.installation(surroundings)));
    }
}
