package dev.winnow.engine.model.safetensors;

import com.fasterxml.jackson.databind.JsonNode;
import dev.winnow.engine.model.ModelRefusedException;
import dev.winnow.engine.model.WeightFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;

/** The open weight files of a folder: {@code model.safetensors}, or the shards that an index names. */
public final class SafetensorsFiles implements Closeable {
    static final String SINGLE = "model.safetensors";
    static final String INDEX = "model.safetensors.index.json";

    private static final String SHARD_NAME = "[A-Za-z0-9_-][A-Za-z0-9._-]{0,250}\\.safetensors";

    private final List<WeightFile> files = new ArrayList<>();
    private final Map<String, SafetensorsTensor> tensors = new HashMap<>();

    private SafetensorsFiles() {}

    static SafetensorsFiles open(Path folder) throws IOException {
        SafetensorsFiles opened = new SafetensorsFiles();
        try {
            for (String name : names(folder)) {
                opened.add(folder.resolve(name), SafetensorsHeader::read);
            }
            return opened;
        } catch (IOException | RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    /**
     * Opens files whose tensors may be codes.
     *
     * @throws ModelRefusedException if one is not there, is damaged, or has a tensor that another one has
     */
    public static SafetensorsFiles openCodes(List<Path> paths) throws IOException {
        SafetensorsFiles opened = new SafetensorsFiles();
        try {
            for (Path path : paths) {
                opened.add(path, SafetensorsHeader::readCodes);
            }
            return opened;
        } catch (IOException | RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    /** The tensors of all files by name. */
    public Map<String, SafetensorsTensor> tensors() {
        return Map.copyOf(tensors);
    }

    @Override
    public void close() throws IOException {
        for (WeightFile file : files) {
            file.close();
        }
    }

    private void add(Path path, Function<WeightFile, Map<String, SafetensorsTensor>> header) throws IOException {
        if (!Files.isRegularFile(path)) {
            throw new ModelRefusedException("%s has no %s".formatted(path.getParent(), path.getFileName()));
        }
        WeightFile file = WeightFile.open(path);
        files.add(file);
        header.apply(file).forEach((name, tensor) -> {
            if (tensors.put(name, tensor) != null) {
                throw new ModelRefusedException(
                        "two files have the tensor %s, one of them is %s".formatted(name, path.getFileName()));
            }
        });
    }

    private static Iterable<String> names(Path folder) throws IOException {
        if (!Files.exists(folder.resolve(INDEX))) {
            return List.of(SINGLE);
        }
        TreeSet<String> names = new TreeSet<>();
        for (JsonNode name : JsonFile.required(folder.resolve(INDEX)).path("weight_map")) {
            // The name comes from a download: it must not lead out of the folder.
            if (!name.asText().matches(SHARD_NAME)) {
                throw new ModelRefusedException(
                        "%s names the file '%s', which is no plain safetensors name".formatted(INDEX, name.asText()));
            }
            names.add(name.asText());
        }
        if (names.isEmpty()) {
            throw new ModelRefusedException(INDEX + " names no files in weight_map");
        }
        return names;
    }
}
