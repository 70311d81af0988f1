package dev.winnow.engine.model.safetensors;

import com.fasterxml.jackson.databind.JsonNode;
import dev.winnow.common.control.ModelText;
import dev.winnow.engine.model.DecoderShape;
import dev.winnow.engine.model.LoadableModel;
import dev.winnow.engine.model.ModelName;
import dev.winnow.engine.model.ModelOrigin;
import dev.winnow.engine.model.WeightCheck;
import dev.winnow.engine.model.WeightReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** A model in a Hugging Face folder. */
public final class SafetensorsModel implements LoadableModel {
    private static final String HEAD = "lm_head.weight";

    private final String name;
    private final SafetensorsFiles files;
    private final ModelOrigin origin;
    private final DecoderShape shape;
    private final ModelText text;
    private final Set<Integer> endTokens;
    private final WeightReader weights;

    private SafetensorsModel(String name, Path folder, SafetensorsFiles files) throws IOException {
        this.name = ModelName.of(name);
        this.files = files;
        JsonNode config = JsonFile.required(folder.resolve("config.json"));
        // The licence stands in a README for people, which is not fetched.
        this.origin = new ModelOrigin(config.path("model_type").asText(), "");
        Map<String, SafetensorsTensor> tensors = new HashMap<>(files.tensors());
        DecoderShape stored = new ModelConfig(config).shape(tensors.containsKey(HEAD));
        if (stored.tiedHead()) {
            tensors.remove(HEAD);
        }
        this.weights = new SafetensorsWeights(name, tensors);
        WeightCheck.require(name, stored, weights);
        FolderText folderText = new FolderText(folder, stored.vocabulary());
        this.shape = stored.withVocabulary(folderText.tokens());
        this.text = folderText.modelText();
        this.endTokens = folderText.endTokens(config);
    }

    /** Whether a folder looks like one of these. */
    public static boolean isIn(Path folder) {
        return Files.exists(folder.resolve("config.json"))
                && (Files.exists(folder.resolve(SafetensorsFiles.SINGLE))
                        || Files.exists(folder.resolve(SafetensorsFiles.INDEX)));
    }

    /**
     * Opens a folder and checks headers, sizes and that no weight is missing.
     *
     * @param name what the catalog name is made of, for example the repository's name
     * @throws dev.winnow.engine.model.ModelRefusedException if a file is damaged or the model is none that Winnow runs
     */
    public static SafetensorsModel open(String name, Path folder) throws IOException {
        SafetensorsFiles files = SafetensorsFiles.open(folder);
        try {
            return new SafetensorsModel(name, folder, files);
        } catch (IOException | RuntimeException e) {
            files.close();
            throw e;
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public ModelOrigin origin() {
        return origin;
    }

    @Override
    public DecoderShape shape() {
        return shape;
    }

    @Override
    public ModelText text() {
        return text;
    }

    @Override
    public Set<Integer> endTokens() {
        return endTokens;
    }

    @Override
    public WeightReader weights() {
        return weights;
    }

    @Override
    public void close() {
        try {
            files.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
