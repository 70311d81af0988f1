package dev.winnow.cli.evaluation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.cli.console.CommandException;
import dev.winnow.cli.console.Console;
import dev.winnow.cli.console.ExitCode;
import dev.winnow.cli.installation.DataOption;
import dev.winnow.cli.installation.Surroundings;
import dev.winnow.cli.service.Endpoint;
import dev.winnow.cli.service.Evaluations;
import dev.winnow.cli.service.ServiceClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Says how well models and adapters do on rows that were held out. */
@Command(
        name = "evaluations",
        synopsisSubcommandLabel = "COMMAND",
        description = {"Score models and adapters on a dataset's held-out rows, and compare them.", ""},
        footer = {
            "",
            "Examples:",
            "  winnow evaluations run --dataset events@1 --adapter events@1 --adapter events@2",
            "  winnow evaluations show ID --examples 3",
            "  winnow evaluations judge ID --candidate events@2 --promote champion"
        })
public final class EvaluationsCommand implements Runnable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ROW = "%-36s  %-9s  %-20s  %5s  %-24s  %6s";

    private final Surroundings surroundings;
    private final Console console;

    @Spec
    CommandSpec spec = CommandSpec.create();

    /** Runs in those surroundings. */
    public EvaluationsCommand(Surroundings surroundings, Console console) {
        this.surroundings = surroundings;
        this.console = console;
    }

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "Say what to do: run, list, show, rows, wait, judge, cancel or delete");
    }

    @Command(
            name = "run",
            mixinStandardHelpOptions = true,
            description = "Evaluate; the base model alone is scored beside each adapter.")
    int evaluate(
            @Option(
                            names = "--dataset",
                            paramLabel = "D",
                            required = true,
                            description = "A dataset (events@1) that was imported with its schema.")
                    String dataset,
            @Option(
                            names = "--model",
                            paramLabel = "M",
                            description =
                                    "A model to score alone; several may be named (default: those of the adapters).")
                    @Nullable
                    List<String> models,
            @Option(names = "--adapter", paramLabel = "A", description = "A version or alias; several may be named.")
                    @Nullable
                    List<String> adapters,
            @Option(names = "--no-base", description = "Leave the models alone out.") boolean noBase,
            @Option(names = "--rows", paramLabel = "N", description = "Only the first so many (default: all).")
                    @Nullable
                    Integer rows,
            @Option(names = "--unconstrained", description = "Let the model write what it wants.")
                    boolean unconstrained,
            @Option(names = "--quantization", paramLabel = "Q", description = "The numeric mode of the workers.")
                    @Nullable
                    String quantization,
            @Option(names = "--no-wait", description = "Print the id and return.") boolean noWait,
            @Option(names = "--json", description = "The evaluation as one line of JSON.") boolean json,
            @Mixin DataOption data) {
        if (noBase && (adapters == null || models != null)) {
            throw CommandException.usage(
                    adapters == null
                            ? "--no-base leaves nothing to score: name an --adapter"
                            : "--model names models to score alone, which --no-base leaves out");
        }
        ObjectNode request = JSON.createObjectNode().put("dataset", dataset);
        if (models != null) {
            models.forEach(request.putArray("models")::add);
        }
        List<@Nullable String> wanted = new ArrayList<>();
        if (!noBase) {
            wanted.add(null);
        }
        wanted.addAll(adapters == null ? List.of() : adapters);
        ArrayNode asked = request.putArray("adapters");
        wanted.forEach(asked::add);
        if (rows != null) {
            request.put("rows", rows);
        }
        if (unconstrained) {
            request.put("constrained", false);
        }
        if (quantization != null) {
            request.put("quantization", quantization);
        }
        Evaluations service = service(data);
        JsonNode stored = service.submit(UUID.randomUUID(), request);
        if (noWait) {
            console.result(json ? stored.toString() : stored.path("id").asText());
            return ExitCode.DONE.number();
        }
        return ended(service, stored.path("id").asText(), json);
    }

    private int ended(Evaluations service, String id, boolean json) {
        JsonNode over = new EvaluationFollower(service, console).untilOver(id);
        if (json) {
            console.result(over.toString());
        } else {
            EvaluationTable.print(console, over);
        }
        return (over.path("state").asText().equals("done") ? ExitCode.DONE : ExitCode.FAILED).number();
    }

    @Command(name = "list", mixinStandardHelpOptions = true, description = "The newest ones, with their best run.")
    int list(@Option(names = "--json", description = "As one JSON object.") boolean json, @Mixin DataOption data) {
        JsonNode all = service(data).all();
        if (json) {
            console.result(all.toString());
            return ExitCode.DONE.number();
        }
        console.result(ROW.formatted("ID", "STATE", "DATASET", "ROWS", "BEST", "SCORE"));
        for (JsonNode evaluation : all.path("evaluations")) {
            JsonNode best = evaluation.at("/runs/0");
            JsonNode score = best.at("/score/score");
            console.result(ROW.formatted(
                    evaluation.path("id").asText(),
                    evaluation.path("state").asText(),
                    evaluation.path("dataset").asText(),
                    evaluation.path("rows").asText(),
                    !score.isNumber()
                            ? "-"
                            : best.path("adapter").isTextual()
                                    ? best.path("adapter").asText()
                                    : best.path("model").asText(),
                    score.isNumber() ? String.format(Locale.ROOT, "%.3f", score.asDouble()) : "-"));
        }
        return ExitCode.DONE.number();
    }

    @Command(name = "show", mixinStandardHelpOptions = true, description = "One, as a table by run and by field.")
    int show(
            @Parameters(paramLabel = "ID") String id,
            @Option(names = "--json", description = "As one line of JSON.") boolean json,
            @Option(
                            names = "--examples",
                            paramLabel = "N",
                            description = "Also the first rows: what was wanted, and what each run gave.",
                            defaultValue = "0")
                    int examples,
            @Mixin DataOption data) {
        Evaluations service = service(data);
        JsonNode found = service.find(id);
        if (json) {
            console.result(found.toString());
            return ExitCode.DONE.number();
        }
        EvaluationTable.print(console, found);
        if (examples > 0) {
            EvaluationExamples.print(console, service, id, examples);
        }
        return ExitCode.DONE.number();
    }

    @Command(name = "rows", mixinStandardHelpOptions = true, description = "Its rows, one JSON object each.")
    int rows(
            @Parameters(paramLabel = "ID") String id,
            @Option(names = "--limit", paramLabel = "N", defaultValue = "20000", description = "How many at most.")
                    int limit,
            @Mixin DataOption data) {
        service(data).rows(id, limit, console::result);
        return ExitCode.DONE.number();
    }

    @Command(name = "wait", mixinStandardHelpOptions = true, description = "Show progress, and the table at the end.")
    int await(
            @Parameters(paramLabel = "ID") String id,
            @Option(names = "--json", description = "The evaluation as one line of JSON.") boolean json,
            @Mixin DataOption data) {
        return ended(service(data), id, json);
    }

    @Command(
            name = "judge",
            mixinStandardHelpOptions = true,
            description = {
                "Say whether a candidate is really better than the champion, row by row. Ends with 1 if it does not pass.",
                "",
                "With --promote ALIAS the champion is what the alias stands for, and the alias moves to one that passes.",
                ""
            })
    int judge(
            @Parameters(paramLabel = "ID") String id,
            @Option(names = "--candidate", paramLabel = "A", required = true, description = "A version: events@2.")
                    String candidate,
            @Option(
                            names = "--champion",
                            paramLabel = "A",
                            description = "Another one (default: what --promote stands for, else the model alone).")
                    @Nullable
                    String champion,
            @Option(names = "--promote", paramLabel = "ALIAS", description = "Who is to stand for one that passes.")
                    @Nullable
                    String promote,
            @Option(
                            names = "--rules",
                            paramLabel = "JSON",
                            description = "As in {\"least_gain\": 0.01, \"field_losses\": {\"price\": 0}}.")
                    @Nullable
                    String rules,
            @Option(names = "--json", description = "As one line of JSON.") boolean json,
            @Mixin DataOption data) {
        ObjectNode request = JSON.createObjectNode().put("candidate", candidate);
        if (champion != null) {
            request.put("champion", champion);
        }
        if (promote != null) {
            request.put("promote", promote);
        }
        if (rules != null) {
            request.set("rules", parsed(rules));
        }
        JsonNode judgement = service(data).judge(id, request);
        if (json) {
            console.result(judgement.toString());
        } else {
            JudgementTable.print(console, judgement);
        }
        return (judgement.path("outcome").asText().equals("promote") ? ExitCode.DONE : ExitCode.FAILED).number();
    }

    private static JsonNode parsed(String rules) {
        try {
            return JSON.readTree(rules);
        } catch (JsonProcessingException e) {
            throw CommandException.usage("--rules is no JSON: " + e.getOriginalMessage());
        }
    }

    @Command(name = "cancel", mixinStandardHelpOptions = true, description = "End one with its jobs.")
    int cancel(@Parameters(paramLabel = "ID") String id, @Mixin DataOption data) {
        console.result("Evaluation %s is %s"
                .formatted(id, service(data).cancel(id).path("state").asText()));
        return ExitCode.DONE.number();
    }

    @Command(
            name = "delete",
            mixinStandardHelpOptions = true,
            description = "Delete one that has ended; adapters' cards keep its scores.")
    int delete(@Parameters(paramLabel = "ID") String id, @Mixin DataOption data) {
        service(data).delete(id);
        console.result("Evaluation " + id + " is deleted");
        return ExitCode.DONE.number();
    }

    private Evaluations service(DataOption data) {
        return new Evaluations(new ServiceClient(Endpoint.of(surroundings, data.installation(surroundings))));
    }
}
