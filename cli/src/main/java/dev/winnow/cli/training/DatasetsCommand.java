package dev.winnow.cli.training;

import com.fasterxml.jackson.databind.JsonNode;
import dev.winnow.cli.console.Console;
import dev.winnow.cli.console.ExitCode;
import dev.winnow.cli.installation.DataOption;
import dev.winnow.cli.installation.Surroundings;
import dev.winnow.cli.service.Endpoint;
import dev.winnow.cli.service.ServiceClient;
import dev.winnow.cli.service.Trainings;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Looks after datasets. */
@Command(
        name = "datasets",
        synopsisSubcommandLabel = "COMMAND",
        description = {
            "Datasets: rows of instruction, input and output that adapters are trained on, in versions that never change.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  winnow datasets import events.jsonl --schema event.schema.json",
            "  winnow datasets import sheet.csv --name events --instruction 'Convert this to JSON'",
            "  winnow datasets fetch --name events --source shop --query 'select page as input, event as output from reviewed'",
            "  winnow datasets show events@1"
        })
public final class DatasetsCommand implements Runnable {
    private static final String ROW = "%-28s  %9s  %9s  %8s  %s";

    private final Surroundings surroundings;
    private final Console console;

    @Spec
    CommandSpec spec = CommandSpec.create();

    /** Runs in those surroundings. */
    public DatasetsCommand(Surroundings surroundings, Console console) {
        this.surroundings = surroundings;
        this.console = console;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Say what to do: import, fetch, list, show or remove");
    }

    @Command(
            name = "import",
            mixinStandardHelpOptions = true,
            description = {
                "Check and store rows from JSON lines, or from CSV whose first line names the columns instruction, input"
                        + " and output. The same content again is the same dataset.",
                ""
            })
    int importRows(
            @Parameters(paramLabel = "FILE") Path rows,
            @Option(names = "--name", paramLabel = "N", description = "What to call it (default: as the file).")
                    @Nullable
                    String name,
            @Mixin DatasetOptions options,
            @Option(names = "--json", description = "As one JSON object.") boolean json,
            @Mixin DataOption data) {
        JsonNode stored = options.store(service(data), rows, name);
        console.result(json ? stored.toString() : DatasetOptions.told(stored));
        return ExitCode.DONE.number();
    }

    @Command(
            name = "fetch",
            mixinStandardHelpOptions = true,
            description = {
                "Have the service fetch, check and store rows: of a query to a database that its operator has named, of"
                        + " another dataset, of reviewed results, or of several of them.",
                ""
            })
    int fetch(
            @Option(names = "--name", paramLabel = "N", required = true, description = "What to call it.") String name,
            @Mixin SourceOptions sources,
            @Option(names = "--json", description = "As one JSON object.") boolean json,
            @Mixin DataOption data) {
        JsonNode stored = service(data).fetch(sources.request(name));
        console.result(json ? stored.toString() : DatasetOptions.told(stored));
        return ExitCode.DONE.number();
    }

    @Command(name = "list", mixinStandardHelpOptions = true, description = "All, the newest version of each first.")
    int list(@Option(names = "--json", description = "As one JSON object.") boolean json, @Mixin DataOption data) {
        JsonNode all = service(data).datasets();
        if (json) {
            console.result(all.toString());
            return ExitCode.DONE.number();
        }
        console.result(ROW.formatted("DATASET", "TRAIN", "HELD OUT", "REPEATED", "CREATED"));
        for (JsonNode dataset : all.path("datasets")) {
            console.result(ROW.formatted(
                    dataset.path("dataset").asText(),
                    dataset.path("train_rows").asText(),
                    dataset.path("held_out_rows").asText(),
                    dataset.at("/statistics/repeated").asText(),
                    dataset.path("created_at").asText()));
        }
        return ExitCode.DONE.number();
    }

    @Command(name = "show", mixinStandardHelpOptions = true, description = "One with its statistics, as JSON.")
    int show(
            @Parameters(paramLabel = "D") String dataset,
            @Option(names = "--json", description = "On one line.") boolean json,
            @Mixin DataOption data) {
        JsonNode found = service(data).dataset(dataset);
        console.result(json ? found.toString() : found.toPrettyString());
        return ExitCode.DONE.number();
    }

    @Command(
            name = "remove",
            mixinStandardHelpOptions = true,
            description = "Remove one for good; refused while a training needs it.")
    int remove(@Parameters(paramLabel = "D") String dataset, @Mixin DataOption data) {
        service(data).removeDataset(dataset);
        console.result("Dataset " + dataset + " is removed");
        return ExitCode.DONE.number();
    }

    private Trainings service(DataOption data) {
        return new Trainings(new ServiceClient(Endpoint.of(surroundings, data.installation(surroundings))));
    }
}
