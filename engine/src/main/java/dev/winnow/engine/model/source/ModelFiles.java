package dev.winnow.engine.model.source;

import static java.util.Objects.requireNonNull;

import dev.winnow.engine.model.LoadableModel;
import dev.winnow.engine.model.ModelRefusedException;
import dev.winnow.engine.model.gguf.GgufModel;
import dev.winnow.engine.model.packed.PackedModel;
import dev.winnow.engine.model.safetensors.SafetensorsModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A model's files on this machine.
 *
 * @param name the file or repository name that the catalog name is made of
 * @param path a GGUF file, or a folder with safetensors, with a packed model or with one GGUF file
 */
public record ModelFiles(String name, Path path) {
    public ModelFiles {
        requireNonNull(name, "name");
        requireNonNull(path, "path");
    }

    /**
     * Opens the model and checks it.
     *
     * @throws ModelRefusedException if the files are damaged or hold a model that Winnow does not run
     */
    public LoadableModel open() throws IOException {
        if (Files.isRegularFile(path)) {
            return GgufModel.open(path);
        }
        if (!Files.isDirectory(path)) {
            throw new ModelRefusedException("%s is not there; %s".formatted(path, ModelSource.FORMS));
        }
        if (PackedModel.isIn(path)) {
            return PackedModel.open(path);
        }
        return SafetensorsModel.isIn(path) ? SafetensorsModel.open(name, path) : GgufModel.open(onlyGguf());
    }

    private Path onlyGguf() throws IOException {
        List<Path> models = ggufFiles(path);
        if (models.size() != 1) {
            throw new ModelRefusedException(
                    "%s holds no config.json with safetensors and %d GGUF files; give a folder with one model, or the file's path"
                            .formatted(path, models.size()));
        }
        return models.get(0);
    }

    static List<Path> ggufFiles(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".gguf"))
                    .sorted()
                    .toList();
        }
    }
}
