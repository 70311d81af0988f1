package dev.winnow.engine.model.source;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.winnow.engine.model.source.ModelSource.HubRepository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Which files of a repository make the model: safetensors with their texts, or one GGUF file. */
final class HubSelection {
    static final String SHARDS = "model.safetensors.index.json";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> NEEDED = List.of("config.json", "tokenizer.json");
    private static final List<String> WELCOME =
            List.of("tokenizer_config.json", "generation_config.json", "chat_template.jinja", SHARDS);

    private final HubRepository repository;
    private final Map<String, RemoteFile> files;

    HubSelection(HubRepository repository, Map<String, RemoteFile> files) {
        this.repository = repository;
        this.files = files;
    }

    /** What is fetched first: all but shards, whose names stand in a file of the first fetch. */
    List<RemoteFile> first() throws DownloadFailedException {
        if (repository.file() != null) {
            return List.of(required(repository.file()));
        }
        if (!files.containsKey("model.safetensors") && !files.containsKey(SHARDS)) {
            return List.of(onlyGguf());
        }
        List<RemoteFile> chosen = new ArrayList<>();
        for (String name : NEEDED) {
            chosen.add(required(name));
        }
        for (String name : WELCOME) {
            if (files.containsKey(name)) {
                chosen.add(required(name));
            }
        }
        if (!files.containsKey(SHARDS)) {
            chosen.add(required("model.safetensors"));
        }
        return chosen;
    }

    /** The shards that the index, which was fetched into a folder, names. */
    List<RemoteFile> shards(Path folder) throws IOException {
        Path index = folder.resolve(SHARDS);
        if (!Files.exists(index)) {
            return List.of();
        }
        TreeSet<String> names = new TreeSet<>();
        for (JsonNode name : JSON.readTree(index.toFile()).path("weight_map")) {
            names.add(name.asText());
        }
        List<RemoteFile> shards = new ArrayList<>();
        for (String name : names) {
            shards.add(required(name));
        }
        return shards;
    }

    private RemoteFile required(String name) throws DownloadFailedException {
        RemoteFile file = files.get(name);
        if (file == null) {
            throw new DownloadFailedException("%s has no file %s in its top folder".formatted(repository, name));
        }
        return file;
    }

    private RemoteFile onlyGguf() throws DownloadFailedException {
        List<String> models = files.keySet().stream()
                .filter(name -> name.endsWith(".gguf"))
                .sorted()
                .toList();
        if (models.isEmpty()) {
            throw new DownloadFailedException(
                    "%s has neither model.safetensors nor a GGUF file; Winnow never reads pickled weights"
                            .formatted(repository));
        }
        if (models.size() > 1) {
            throw new DownloadFailedException("%s has several GGUF files; name one, for example hf:%s/%s/%s. It has %s"
                    .formatted(
                            repository,
                            repository.organisation(),
                            repository.name(),
                            models.get(0),
                            String.join(", ", models)));
        }
        return required(models.get(0));
    }
}
