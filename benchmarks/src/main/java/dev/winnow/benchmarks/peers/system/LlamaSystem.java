package dev.winnow.benchmarks.peers.system;

import com.fasterxml.jackson.databind.JsonNode;
import dev.winnow.benchmarks.peers.setup.Llama;
import dev.winnow.benchmarks.peers.setup.TrainedModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** llama.cpp's own server, with parallel slots and continuous batching. */
public final class LlamaSystem implements MeasuredSystem {
    /** Its name. */
    public static final String NAME = "llama.cpp";

    private static final String OFF = "off";

    /**
     * What it is searched for: slots, weights, flash attention, and guesses looked up in what was read, which it calls
     * {@code ngram-simple}, as so many tokens that must be the same and so many that are guessed (12 and 48 are its
     * own).
     */
    public static final List<Choice> CHOICES = List.of(
            Choice.of("slots", Form.COUNT, 8, 1, 4, 16, 24),
            Choice.of("weights", Form.WEIGHTS, "Q8_0", "F32", "F16", "Q4_1"),
            Choice.of("flash", Form.SWITCH, OFF, "on"),
            Choice.of("lookup", Form.LOOKUP, OFF, "3:7", "12:48"));

    private final Llama llama;
    private final TrainedModel model;
    private final JsonNode schema;
    private final Path log;

    /**
     * Names what it runs.
     *
     * @param log gets what its process says
     */
    public LlamaSystem(Llama llama, TrainedModel model, JsonNode schema, Path log) {
        this.llama = llama;
        this.model = model;
        this.schema = schema;
        this.log = log;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<Choice> choices() {
        return CHOICES;
    }

    @Override
    public RunningSystem start(Map<String, String> setting, int longest) throws IOException, InterruptedException {
        int slots = Integer.parseInt(setting.getOrDefault("slots", "1"));
        Path weights = model.gguf(llama, setting.getOrDefault("weights", "F32"));
        String threads = String.valueOf(Runtime.getRuntime().availableProcessors());
        List<String> command = new ArrayList<>(List.of(llama.server().toString(), "-m", weights.toString()));
        command.addAll(List.of("-t", threads, "-tb", threads, "-np", String.valueOf(slots)));
        command.addAll(List.of("-c", String.valueOf(slots * (longest + LlamaServer.SPARE_TOKENS))));
        command.addAll(List.of("-fa", setting.getOrDefault("flash", OFF)));
        // No prompt comes twice: nothing would ever be found among those of old.
        command.addAll(List.of("--cache-ram", "0", "--fit", OFF));
        command.addAll(lookup(setting.getOrDefault("lookup", OFF)));
        return LlamaServer.start(command, slots, schema, log);
    }

    private static List<String> lookup(String lengths) {
        if (lengths.equals(OFF)) {
            return List.of();
        }
        String[] both = lengths.split(":", 2);
        return List.of(
                "--spec-type",
                "ngram-simple",
                "--spec-ngram-simple-size-n",
                both[0],
                "--spec-ngram-simple-size-m",
                both[1]);
    }
}
