package dev.winnow.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.cli.console.Console;
import dev.winnow.cli.console.ExitCode;
import dev.winnow.cli.evaluation.EvaluationExamples;
import dev.winnow.cli.installation.Surroundings;
import dev.winnow.cli.machine.Multiplier;
import dev.winnow.cli.service.Evaluations;
import dev.winnow.cli.service.ServiceClient;
import dev.winnow.cli.training.TrainingRun;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows how rows become an adapter, and what it is worth. */
@Command(
        name = "train",
        description = {
            "Show training: make some hundred sample listings in several layouts, train an adapter of the small default"
                    + " model on them, and score base and adapter side by side on listings that neither has seen.",
            "",
            "Takes about three minutes on two processors with AMX, and more on others.",
            ""
        })
public final class DemoTrainCommand implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int ROWS = 240;
    private static final int HELD_OUT = 40;
    private static final int EXAMPLES = 3;

    private final Surroundings surroundings;
    private final Console console;

    @Option(names = "--keep", description = "Leave everything running afterwards, with the adapter `listings`.")
    boolean keep;

    @Option(names = "--seed", paramLabel = "S", defaultValue = "1", description = "Of the listings (default: 1).")
    long seed;

    /** Runs in those surroundings. */
    public DemoTrainCommand(Surroundings surroundings, Console console) {
        this.surroundings = surroundings;
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        return new DemoStage(surroundings, console)
                .play(
                        keep,
                        "winnow up -d, then winnow train --dataset ROWS.jsonl --schema SCHEMA.json --name NAME --wait",
                        this::train)
                .number();
    }

    private ExitCode train(ServiceClient client, DemoStage stage) throws IOException {
        try (SampleFolder folder = SampleFolder.make()) {
            TrainingRun run = new TrainingRun(client, console);
            SampleListings listings = new SampleListings(seed);
            long began = System.nanoTime();
            String dataset = run.store(
                    folder.written("listings.jsonl", listings.rows(ROWS)),
                    folder.written("unseen.jsonl", listings.rows(HELD_OUT)),
                    folder.copied("training-schema.json"));
            JsonNode training = run.train(settings(dataset));
            stage.took("train", began);
            began = System.nanoTime();
            ExitCode code = run.evaluated(training);
            stage.took("evaluate", began);
            if (training.path("adapter").isTextual() && code == ExitCode.DONE) {
                EvaluationExamples.print(console, new Evaluations(client), run.evaluation(training), EXAMPLES);
            }
            return code;
        }
    }

    private static ObjectNode settings(String dataset) {
        ObjectNode settings = JSON.createObjectNode()
                .put("dataset", dataset)
                .put("name", "listings")
                .put("rank", 8)
                .put("alpha", 16)
                .put("rate", 0.002)
                .put("products", Multiplier.wantsBf16() ? "bf16" : "f32");
        settings.putObject("evaluate").put("rows", HELD_OUT);
        return settings;
    }
}
