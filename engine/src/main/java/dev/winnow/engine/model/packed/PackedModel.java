package dev.winnow.engine.model.packed;

import dev.winnow.common.control.ModelText;
import dev.winnow.engine.model.DecoderShape;
import dev.winnow.engine.model.LoadableModel;
import dev.winnow.engine.model.ModelOrigin;
import dev.winnow.engine.model.ModelRefusedException;
import dev.winnow.engine.model.PackedTensor;
import dev.winnow.engine.model.PackedWeights;
import dev.winnow.engine.model.WeightReader;
import dev.winnow.engine.model.safetensors.SafetensorsFiles;
import dev.winnow.engine.model.safetensors.SafetensorsTensor;
import dev.winnow.engine.model.safetensors.SafetensorsWeights;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A model whose weights lie in the form of one numeric mode. */
public final class PackedModel implements LoadableModel, PackedWeights {
    private final PackedFacts facts;
    private final ModelText text;
    private final SafetensorsFiles files;
    private final Map<String, SafetensorsTensor> tensors;
    private final WeightReader vectors;

    private PackedModel(PackedFacts facts, ModelText text, SafetensorsFiles files) {
        this.facts = facts;
        this.text = text;
        this.files = files;
        this.tensors = files.tensors();
        this.vectors = new SafetensorsWeights(facts.name(), tensors);
    }

    /** Whether a folder is one of these. */
    public static boolean isIn(Path folder) {
        return Files.exists(folder.resolve(PackedFacts.FILE));
    }

    /**
     * Opens a folder and checks its headers.
     *
     * @throws ModelRefusedException if a file is damaged, missing or of another layout
     */
    public static PackedModel open(Path folder) throws IOException {
        PackedFacts facts = PackedFacts.read(folder);
        ModelText text = facts.text(folder);
        return new PackedModel(
                facts,
                text,
                SafetensorsFiles.openCodes(
                        facts.files().stream().map(folder::resolve).toList()));
    }

    /** What the folder says of itself. */
    public PackedFacts facts() {
        return facts;
    }

    @Override
    public String name() {
        return facts.name();
    }

    @Override
    public ModelOrigin origin() {
        return facts.origin();
    }

    @Override
    public DecoderShape shape() {
        return facts.shape();
    }

    @Override
    public ModelText text() {
        return text;
    }

    @Override
    public Set<Integer> endTokens() {
        return facts.endTokens();
    }

    @Override
    public WeightReader weights() {
        throw new ModelRefusedException(
                "%s has its weights as %s alone, which serves and cannot be trained on or packed anew: take %s"
                        .formatted(facts.name(), facts.quantization(), facts.madeFrom()));
    }

    @Override
    public Optional<PackedWeights> packed() {
        return Optional.of(this);
    }

    @Override
    public String mode() {
        return facts.quantization();
    }

    @Override
    public WeightReader vectors() {
        return vectors;
    }

    @Override
    public PackedTensor tensor(String name) {
        SafetensorsTensor tensor = tensors.get(name);
        if (tensor == null) {
            throw new ModelRefusedException("%s has no %s: quantize the model anew".formatted(facts.name(), name));
        }
        return new PackedTensor(
                name, tensor.type().name(), tensor.shape(), tensor.file(), tensor.position(), tensor.bytes());
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
