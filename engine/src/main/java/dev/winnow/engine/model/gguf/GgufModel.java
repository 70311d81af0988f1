package dev.winnow.engine.model.gguf;

import dev.winnow.common.control.ModelText;
import dev.winnow.engine.model.DecoderShape;
import dev.winnow.engine.model.LoadableModel;
import dev.winnow.engine.model.ModelName;
import dev.winnow.engine.model.ModelOrigin;
import dev.winnow.engine.model.ModelRefusedException;
import dev.winnow.engine.model.WeightCheck;
import dev.winnow.engine.model.WeightFile;
import dev.winnow.engine.model.WeightReader;
import dev.winnow.text.gguf.GgufRefusedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.function.Supplier;

/** A model in one GGUF file. */
public final class GgufModel implements LoadableModel {
    private final String name;
    private final WeightFile file;
    private final ModelOrigin origin;
    private final DecoderShape shape;
    private final GgufText text;
    private final WeightReader weights;

    private GgufModel(WeightFile file) {
        String fileName = String.valueOf(file.path().getFileName());
        GgufHeader header = GgufHeader.read(file);
        this.file = file;
        this.name = ModelName.of(fileName);
        DecoderShape stored = GgufShape.of(fileName, header, new GgufValues(file));
        this.text = new GgufText(fileName, header.metadata(), stored.vocabulary());
        this.shape = stored.withVocabulary(text.tokens());
        String architecture = GgufShape.architecture(fileName, header.metadata());
        this.origin = new ModelOrigin(
                architecture, header.metadata().string("general.license").orElse(""));
        boolean interleaved = architecture.equals("llama");
        this.weights = new GgufWeights(file, header, shape, interleaved);
        WeightCheck.require(fileName, stored, weights);
    }

    /**
     * Opens a file and checks its header, its sizes and that no weight is missing.
     *
     * @throws dev.winnow.engine.model.ModelRefusedException if the file is damaged or holds a model that Winnow does
     *     not run
     */
    public static GgufModel open(Path path) throws IOException {
        WeightFile file = WeightFile.open(path);
        try {
            return asModel(() -> new GgufModel(file));
        } catch (UncheckedIOException e) {
            file.close();
            throw e.getCause();
        } catch (RuntimeException e) {
            file.close();
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
        return asModel(text::modelText);
    }

    @Override
    public Set<Integer> endTokens() {
        return asModel(text::endTokens);
    }

    @Override
    public WeightReader weights() {
        return weights;
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** To those who load models, a refused header is a refused model. */
    private static <T> T asModel(Supplier<T> reading) {
        try {
            return reading.get();
        } catch (GgufRefusedException e) {
            throw new ModelRefusedException(String.valueOf(e.getMessage()), e);
        }
    }
}
