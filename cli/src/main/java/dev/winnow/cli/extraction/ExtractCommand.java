package dev.winnow.cli.extraction;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.cli.console.CommandException;
import dev.winnow.cli.console.Console;
import dev.winnow.cli.console.ExitCode;
import dev.winnow.cli.document.Sources;
import dev.winnow.cli.installation.DataOption;
import dev.winnow.cli.installation.SchemaFiles;
import dev.winnow.cli.installation.Surroundings;
import dev.winnow.cli.service.Endpoint;
import dev.winnow.cli.service.Job;
import dev.winnow.cli.service.ServiceClient;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Extracts JSON from documents. */
@Command(
        name = "extract",
        description = {
            "Extract JSON that fits a schema from documents.",
            "",
            "FILEs ending in .jsonl or .ndjson hold a document a line, {\"id\": ..., \"input\": \"...\", \"instruction\":"
                    + " \"...\"}, where id and instruction may be left out, \"html\" may stand for \"input\", and other fields"
                    + " are ignored. One ending in .csv holds a document a row. Any other FILE is one document; one called"
                    + " .html, .htm or .xhtml is a page, of which the text counts. Of a folder, all such files are taken, and"
                    + " texts called .txt, .text or .md. - is the standard input: JSON lines if it begins with {, a page if"
                    + " with <, else a text. Results go to --out or the standard output, one a line.",
            "",
            "Speaks to WINNOW_URL with WINNOW_API_KEY, else to what `winnow up` started here. Ctrl-C asks whether"
                    + " the job is to be cancelled; it goes on if not, and where input and output are no terminal.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  winnow extract --keys title,venue,date,price pages.jsonl --out rows.jsonl",
            "  winnow extract --schema event.json --adapter champion --csv scraped/ > rows.csv",
            "  curl -s https://example.com | winnow extract --keys title,price -"
        })
public final class ExtractCommand implements Callable<Integer> {
    private final Surroundings surroundings;
    private final Console console;

    @ArgGroup(multiplicity = "1")
    Wanted wanted = new Wanted();

    @Option(names = "--model", paramLabel = "M", description = "A model that `winnow models list` shows.")
    @Nullable
    String model;

    @Option(
            names = "--adapter",
            paramLabel = "A",
            description = "An adapter that `winnow adapters list` shows: recipes@2, an alias or a hash. It brings its"
                    + " model with it.")
    @Nullable
    String adapter;

    @Option(
            names = "--instruction",
            paramLabel = "T",
            description = "What to tell the model (default: made of the keys).")
    @Nullable
    String instruction;

    @Option(names = "--unconstrained", description = "Let the model write freely; check its output afterwards.")
    boolean unconstrained;

    @Option(names = "--max-tokens", paramLabel = "N", description = "The most tokens that a result may take.")
    @Nullable
    Integer maxTokens;

    @Option(names = "--temperature", paramLabel = "X", description = "0 (default) takes the likeliest token each time.")
    @Nullable
    Double temperature;

    @Option(names = "--seed", paramLabel = "N", description = "Makes sampling repeatable.")
    @Nullable
    Long seed;

    @Option(
            names = "--on-bad-item",
            paramLabel = "refuse|record",
            description =
                    "What becomes of a document that cannot be used (not UTF-8, no JSON, too large, ...): refuse the"
                            + " job (default), or record its error and do the others.")
    @Nullable
    String onBadItem;

    @Option(
            names = "--deadline",
            paramLabel = "T",
            description =
                    "When documents that are not done by then fail: a moment as in 2026-01-31T18:00:00Z, or a time"
                            + " from now on as in PT12H or P3D.")
    @Nullable
    String deadline;

    @Mixin
    WindowOptions windows = new WindowOptions();

    @Option(names = "--out", paramLabel = "F", description = "Write the results there.")
    @Nullable
    Path out;

    @Option(names = "--csv", description = "Results as a table: a row for each object, its properties as columns.")
    boolean csv;

    @Option(
            names = "--column",
            paramLabel = "C",
            description = "Of .csv files: the column with the texts (default: input, html, text, body or content).")
    @Nullable
    String column;

    @Option(names = "--no-wait", description = "Print the job's id and return.")
    boolean noWait;

    @Option(names = "--estimate", description = "Print what the job would take, and start none.")
    boolean estimate;

    @Option(names = "--json", description = "With --estimate: as one JSON object.")
    boolean json;

    @Mixin
    DataOption data = new DataOption();

    @Parameters(paramLabel = "FILE", arity = "1..*", description = "Documents, folders of them, or -.")
    List<Path> files = List.of();

    /** What the results must fit: a schema, or just keys. */
    static final class Wanted {
        @Option(names = "--schema", paramLabel = "S", description = "A file with a JSON Schema for each result.")
        @Nullable
        Path schema;

        @Option(
                names = "--keys",
                paramLabel = "a,b,c",
                description = "The keys of each result; values are strings or null.")
        @Nullable
        String keys;
    }

    /** Runs in those surroundings. */
    public ExtractCommand(Surroundings surroundings, Console console) {
        this.surroundings = surroundings;
        this.console = console;
    }

    @Override
    public Integer call() {
        ObjectNode options = options();
        if (noWait && out != null) {
            throw CommandException.usage("--no-wait fetches no results, so there is nothing for --out " + out
                    + ": leave one of them out. `winnow jobs results` fetches them later");
        }
        if (csv && (noWait || estimate)) {
            throw CommandException.usage(
                    "--csv is for results, and none are fetched: leave it out. `winnow jobs results"
                            + " ID --csv` fetches them later");
        }
        if (estimate && (noWait || out != null)) {
            throw CommandException.usage(
                    "--estimate starts no job: leave " + (noWait ? "--no-wait" : "--out " + out) + " out");
        }
        if (json && !estimate) {
            throw CommandException.usage("--json belongs to --estimate; results are JSON anyway");
        }
        if (estimate) {
            printEstimate(options);
            return ExitCode.DONE.number();
        }
        Destination.of(out, console); // if nothing can be written there, nothing is worth doing
        ServiceClient client = new ServiceClient(Endpoint.of(surroundings, data.installation(surroundings)));
        ExtractionRun run = new ExtractionRun(client, console);
        Job job = run.submit(options, sources());
        console.say("Job %s: %d documents".formatted(job.id(), job.items()));
        if (noWait) {
            console.result(job.id());
            return ExitCode.DONE.number();
        }
        return run.collect(job.id(), out, csv).number();
    }

    private Sources sources() {
        Sources all = Sources.of(files, column, System.in);
        return out == null ? all : all.besides(out, files);
    }

    private void printEstimate(ObjectNode options) {
        ServiceClient client = new ServiceClient(Endpoint.of(surroundings, data.installation(surroundings)));
        JsonNode answer = new ExtractionRun(client, console).estimate(options, sources());
        if (json) {
            console.result(answer.toString());
        } else {
            new EstimateTable(answer, console).print();
        }
    }

    private ObjectNode options() {
        ObjectNode options = new ObjectMapper().createObjectNode();
        if (wanted.schema != null) {
            options.set("schema", SchemaFiles.read(wanted.schema));
        }
        if (wanted.keys != null) {
            ArrayNode keys = options.putArray("keys");
            Arrays.stream(wanted.keys.split(",", -1)).map(String::strip).forEach(keys::add);
            for (JsonNode key : keys) {
                if (key.asText().isEmpty()) {
                    throw CommandException.usage("--keys has an empty key: write them as --keys title,venue,date");
                }
            }
        }
        if (onBadItem != null && !onBadItem.equals("refuse") && !onBadItem.equals("record")) {
            throw CommandException.usage("--on-bad-item must be refuse or record, was " + onBadItem);
        }
        putIfGiven(options, "on_bad_item", onBadItem);
        putIfGiven(options, "model", model);
        putIfGiven(options, "adapter", adapter);
        putIfGiven(options, "instruction", instruction);
        putIfGiven(options, "deadline", deadline);
        if (maxTokens != null) {
            options.put("max_output_tokens", maxTokens);
        }
        if (temperature != null) {
            options.put("temperature", temperature);
        }
        if (seed != null) {
            options.put("seed", seed);
        }
        windows.addTo(options);
        if (unconstrained) {
            options.put("constrained", false);
        }
        return options;
    }

    private static void putIfGiven(ObjectNode options, String name, @Nullable String value) {
        if (value != null) {
            options.put(name, value);
        }
    }
}
