package dev.winnow.benchmarks.peers.system;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.benchmarks.peers.setup.HuggingFace;
import dev.winnow.benchmarks.peers.setup.PythonScript;
import dev.winnow.benchmarks.peers.setup.TrainedModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Hugging Face's transformers: batches of documents of about the same length, generated together. */
public final class HuggingFaceSystem implements MeasuredSystem {
    /** Its name. */
    public static final String NAME = "hf";

    /** What it is searched for. */
    public static final List<Choice> CHOICES =
            List.of(Choice.of("batch", Form.COUNT, 8, 1, 4, 16), Choice.of("type", Form.FLOAT, "f32", "bf16"));

    private final HuggingFace python;
    private final TrainedModel model;
    private final JsonNode schema;
    private final Path folder;

    /**
     * Names what it runs.
     *
     * @param folder gets the script and what its process says
     */
    public HuggingFaceSystem(HuggingFace python, TrainedModel model, JsonNode schema, Path folder) {
        this.python = python;
        this.model = model;
        this.schema = schema;
        this.folder = folder;
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
    public RunningSystem start(Map<String, String> setting, int longest) throws IOException {
        ObjectNode how = new ObjectMapper().createObjectNode();
        how.put("model", model.merged().toString());
        how.put("batch", Integer.parseInt(setting.getOrDefault("batch", "1")));
        how.put("type", setting.getOrDefault("type", "f32"));
        how.put("threads", Runtime.getRuntime().availableProcessors());
        how.set("schema", schema);
        String script = PythonScript.HUGGING_FACE_PEER.writeTo(folder).toString();
        return LineTalk.start(
                List.of(python.python().toString(), script),
                Map.of("HF_HUB_OFFLINE", "1", "TOKENIZERS_PARALLELISM", "false"),
                folder.resolve("hf.log"),
                how);
    }
}
