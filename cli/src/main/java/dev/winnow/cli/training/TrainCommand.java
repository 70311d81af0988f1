package dev.winnow.cli.training;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.cli.console.CommandException;
import dev.winnow.cli.console.Console;
import dev.winnow.cli.console.ExitCode;
import dev.winnow.cli.installation.DataOption;
import dev.winnow.cli.installation.Surroundings;
import dev.winnow.cli.service.Endpoint;
import dev.winnow.cli.service.ServiceClient;
import dev.winnow.cli.service.Trainings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Trains adapters. */
@Command(
        name = "train",
        description = {
            "Train a LoRA adapter on rows of instruction, input and output.",
            "",
            "The adapter becomes the next version of NAME, and NAME stands for it from then on.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  winnow train --dataset events.jsonl --name events --wait",
            "  winnow extract --adapter events --schema event.schema.json pages.jsonl",
            "  winnow train --dataset events@1 --method qlora --rank 8 --epochs 2",
            "  winnow train --dataset events@1 --nodes 4 --local-steps 20"
        })
public final class TrainCommand implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Surroundings surroundings;
    private final Console console;

    @Option(
            names = "--dataset",
            paramLabel = "F|ID",
            required = true,
            description = "A .jsonl or .csv file, which is imported first, or a dataset (events@1).")
    String dataset = "";

    @Mixin
    DatasetOptions rows = new DatasetOptions();

    @Option(
            names = "--base",
            paramLabel = "M",
            description = "A model that `winnow models list` shows (default: the only one); several are trials.")
    List<String> bases = new ArrayList<>();

    @Option(
            names = "--trial",
            paramLabel = "K=V,..",
            description = "Settings of a training of its own, as rank=8,rate=0.0005; several are trials of one request,"
                    + " which end in one table.")
    List<String> settings = new ArrayList<>();

    @Option(
            names = "--method",
            paramLabel = "lora|qlora",
            description = "qlora keeps the base in 4 bits: less memory, a little less exact (default: lora).")
    @Nullable
    String method;

    @Option(names = "--rank", paramLabel = "R", description = "The adapter's rank (default: 16).")
    @Nullable
    Integer rank;

    @Option(names = "--alpha", paramLabel = "A", description = "Its strength is alpha / rank (default: 32).")
    @Nullable
    Double alpha;

    @Option(names = "--lr", paramLabel = "X", description = "The highest rate (default: 0.001).")
    @Nullable
    Double rate;

    @Option(names = "--batch", paramLabel = "B", description = "Rows of a step (default: 4).")
    @Nullable
    Integer batch;

    @Option(names = "--epochs", paramLabel = "E", description = "How often each row is seen (default: 1).")
    @Nullable
    Integer epochs;

    @Option(names = "--seed", paramLabel = "S", description = "Of all that is drawn (default: 1).")
    @Nullable
    Long seed;

    @Option(
            names = "--products",
            paramLabel = "f32|bf16",
            description = "What is multiplied in; bf16 is quicker on processors with AMX (default: f32).")
    @Nullable
    String products;

    @Option(
            names = "--pack-tokens",
            paramLabel = "N",
            description = "Tokens that are computed at once, and the longest row (default: 1024, or the longest row).")
    @Nullable
    Integer packTokens;

    @Option(
            names = "--nodes",
            paramLabel = "N",
            description = "Workers that share it: each takes its share of the steps, and their adapters are averaged"
                    + " round by round (default: 1).")
    @Nullable
    Integer nodes;

    @Option(
            names = "--local-steps",
            paramLabel = "H",
            description = "With --nodes: steps of each worker in a round (default: 20).")
    @Nullable
    Integer localSteps;

    @Option(
            names = "--on-lost-part",
            paramLabel = "redo|leave_out",
            description = "With --nodes: what becomes of a part whose worker is lost (default: redo).")
    @Nullable
    String onLostPart;

    @Option(names = "--name", paramLabel = "ALIAS", description = "What to call the adapter (default: as the dataset).")
    @Nullable
    String name;

    @Option(
            names = "--evaluate",
            paramLabel = "N",
            description = "On how many held-out rows the adapter is scored beside its base when it is done, 0 for none"
                    + " (default: 200 where the rows have a schema and some are held out).")
    @Nullable
    Integer evaluate;

    @Option(names = "--wait", description = "Show progress, and return when it is over.")
    boolean wait;

    @Option(names = "--json", description = "Without --wait: the trainings as JSON, one a line.")
    boolean json;

    @Mixin
    DataOption data = new DataOption();

    /** Runs in those surroundings. */
    public TrainCommand(Surroundings surroundings, Console console) {
        this.surroundings = surroundings;
        this.console = console;
    }

    @Override
    public Integer call() {
        Path file = Path.of(dataset);
        boolean isFile = Files.exists(file);
        if (!isFile && rows.given()) {
            throw CommandException.usage(
                    "--eval, --held-out, --schema, --instruction and --drop-leaks are for rows that are imported, and there"
                            + " is no file " + dataset);
        }
        ServiceClient client = new ServiceClient(Endpoint.of(surroundings, data.installation(surroundings)));
        Trainings service = new Trainings(client);
        String id = isFile ? imported(service, file) : dataset;
        List<String> trainings = new ArrayList<>();
        for (JsonNode training : submitted(service, request(id))) {
            trainings.add(training.path("id").asText());
            if (json && !wait) {
                console.result(training.toString());
            } else {
                console.say("Training %s: %s on %s"
                        .formatted(
                                training.path("id").asText(),
                                training.path("base").asText(),
                                training.path("dataset").asText()));
            }
        }
        if (wait) {
            return new TrainingFollower(client, console).followAll(trainings).number();
        }
        if (!json) {
            trainings.forEach(console::result);
            console.say("`winnow trainings wait" + client.hint() + " ID` shows progress");
        }
        return ExitCode.DONE.number();
    }

    private String imported(Trainings service, Path file) {
        JsonNode stored = rows.store(service, file, null);
        console.say(DatasetOptions.told(stored));
        return stored.path("dataset").asText();
    }

    private Iterable<JsonNode> submitted(Trainings service, ObjectNode request) {
        List<ObjectNode> trials = new TrialSettings(bases, settings, name).all();
        if (trials.size() > 1) {
            trials.forEach(request.putArray("trials")::add);
            return service.submitTrials(UUID.randomUUID(), request).path("trainings");
        }
        request.setAll(trials.get(0));
        return List.of(service.submit(UUID.randomUUID(), request));
    }

    private ObjectNode request(String id) {
        ObjectNode request = JSON.createObjectNode().put("dataset", id);
        put(request, "name", name);
        put(request, "method", method);
        put(request, "products", products);
        put(request, "rank", rank);
        put(request, "alpha", alpha);
        put(request, "rate", rate);
        put(request, "batch", batch);
        put(request, "epochs", epochs);
        put(request, "pack_tokens", packTokens);
        put(request, "seed", seed);
        if (evaluate != null) {
            put(
                    request,
                    "evaluate",
                    evaluate == 0 ? false : JSON.createObjectNode().put("rows", evaluate));
        }
        put(request, "nodes", nodes);
        put(request, "local_steps", localSteps);
        put(request, "on_lost_part", onLostPart);
        return request;
    }

    private static void put(ObjectNode request, String field, @Nullable Object value) {
        if (value != null) {
            request.set(field, JSON.valueToTree(value));
        }
    }
}
