package dev.winnow.engine.model.safetensors;

import dev.winnow.engine.model.LoadableAdapter;
import dev.winnow.engine.model.ModelRefusedException;
import dev.winnow.engine.model.WeightFile;
import dev.winnow.engine.model.WeightReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** An adapter in a folder as PEFT writes it: {@code adapter_config.json} beside {@code adapter_model.safetensors}. */
public final class PeftAdapter implements LoadableAdapter {
    static final String WEIGHTS = "adapter_model.safetensors";
    static final String PREFIX = "base_model.model.";

    private final WeightFile file;
    private final PeftConfig config;
    private final Set<String> projections = new TreeSet<>();
    private final WeightReader factors;

    private PeftAdapter(Path folder, WeightFile file) throws IOException {
        this.file = file;
        this.config = PeftConfig.of(JsonFile.required(folder.resolve(PeftConfig.FILE)));
        Map<String, SafetensorsTensor> tensors = new HashMap<>();
        SafetensorsHeader.read(file).forEach((name, tensor) -> tensors.put(plainName(name), tensor));
        tensors.keySet().forEach(name -> projections.add(projection(name)));
        projections.forEach(projection -> requirePair(projection, tensors, config.rank()));
        if (projections.isEmpty()) {
            throw new ModelRefusedException(WEIGHTS + " has no factors");
        }
        this.factors = new SafetensorsWeights(String.valueOf(folder.getFileName()), tensors);
    }

    /**
     * Opens a folder and checks its configuration, its header, and that each factor has its other half.
     *
     * @throws ModelRefusedException if a file is missing or damaged, or the adapter is none that Winnow runs
     */
    public static PeftAdapter open(Path folder) throws IOException {
        Path weights = folder.resolve(WEIGHTS);
        if (!Files.isRegularFile(weights)) {
            throw new ModelRefusedException(
                    "%s has no %s: an adapter is a folder as PEFT saves it, in safetensors".formatted(folder, WEIGHTS));
        }
        WeightFile file = WeightFile.open(weights);
        try {
            return new PeftAdapter(folder, file);
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    private static String plainName(String name) {
        return name.startsWith(PREFIX) ? name.substring(PREFIX.length()) : name;
    }

    private static String projection(String name) {
        for (String factor : new String[] {DOWN, UP}) {
            if (name.endsWith(factor)) {
                return name.substring(0, name.length() - factor.length());
            }
        }
        throw new ModelRefusedException("%s has the tensor %s, which is no factor of a LoRA adapter (*%s, *%s)"
                .formatted(WEIGHTS, name, DOWN, UP));
    }

    private static void requirePair(String projection, Map<String, SafetensorsTensor> tensors, int rank) {
        SafetensorsTensor down = tensors.get(projection + DOWN);
        SafetensorsTensor up = tensors.get(projection + UP);
        if (down == null || up == null) {
            throw new ModelRefusedException(
                    "%s has only one factor of %s; it is cut off or damaged".formatted(WEIGHTS, projection));
        }
        if (down.shape().rows() != up.shape().columns()) {
            throw new ModelRefusedException("%s gives the factors of %s the ranks %d and %d"
                    .formatted(
                            WEIGHTS, projection, down.shape().rows(), up.shape().columns()));
        }
        if (down.shape().rows() != rank) {
            throw new ModelRefusedException("%s gives the factors of %s the rank %d, but %s says %d"
                    .formatted(WEIGHTS, projection, down.shape().rows(), PeftConfig.FILE, rank));
        }
    }

    @Override
    public double scale() {
        return config.scale();
    }

    @Override
    public Set<String> projections() {
        return Set.copyOf(projections);
    }

    @Override
    public WeightReader factors() {
        return factors;
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
