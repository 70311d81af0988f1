package dev.winnow.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.cli.console.Console;
import dev.winnow.cli.console.ExitCode;
import dev.winnow.cli.document.Sources;
import dev.winnow.cli.extraction.ExtractionRun;
import dev.winnow.cli.installation.Surroundings;
import dev.winnow.cli.service.Job;
import dev.winnow.cli.service.ServiceClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows the whole way on a sample that ships with the project. */
@Command(
        name = "demo",
        synopsisSubcommandLabel = "[train]",
        description = {
            "Show Winnow at work: start everything, fetch the small default model, turn ten scraped listings into JSON.",
            "`demo train` shows how rows of examples make that model exact.",
            "",
            "Uses a data folder of its own (the usual one with -demo: ~/.winnow-demo, /var/lib/winnow-demo as root) and"
                    + " stops what it started, unless --keep is given.",
            ""
        })
public final class DemoCommand implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MOST_TOKENS = 96;

    private final Surroundings surroundings;
    private final Console console;

    @Option(names = "--keep", description = "Leave everything running afterwards.")
    boolean keep;

    /** Runs in those surroundings. */
    public DemoCommand(Surroundings surroundings, Console console) {
        this.surroundings = surroundings;
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        return new DemoStage(surroundings, console)
                .play(
                        keep,
                        "winnow demo train, or winnow up -d, then winnow extract --keys title,price FILE",
                        this::extract)
                .number();
    }

    private ExitCode extract(ServiceClient client, DemoStage stage) throws IOException {
        try (SampleFolder folder = SampleFolder.make()) {
            Path results = folder.file("results.jsonl");
            ObjectNode options = JSON.createObjectNode();
            options.set("schema", JSON.readTree(Files.readString(folder.copied("schema.json"))));
            options.put("max_output_tokens", MOST_TOKENS);
            ExtractionRun run = new ExtractionRun(client, console);
            long began = System.nanoTime();
            Job job = run.submit(options, Sources.of(folder.copied("listings.jsonl")));
            ExitCode code = run.collect(job.id(), results);
            stage.took("extract", began);
            for (String line : Files.readAllLines(results)) {
                JsonNode result = JSON.readTree(line);
                console.result(result.path("id").asText() + "  "
                        + (result.hasNonNull("error") ? result.path("error") : result.path("output")));
            }
            return code;
        }
    }
}
