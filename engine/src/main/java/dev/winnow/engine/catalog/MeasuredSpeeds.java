package dev.winnow.engine.catalog;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What was measured on this machine, in a file of the model cache. */
final class MeasuredSpeeds {
    private static final JsonMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .build();

    private final Path file;

    MeasuredSpeeds(Path cache) {
        this.file = cache.resolve("measured.json");
    }

    Optional<Measurement> of(String model, String mode) throws IOException {
        return Optional.ofNullable(all().get(key(model, mode)));
    }

    void keep(String model, String mode, Measurement measured) throws IOException {
        Map<String, Measurement> all = all();
        all.put(key(model, mode), measured);
        Path unfinished = file.resolveSibling(file.getFileName() + ".unfinished");
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.write(unfinished, JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(all));
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private Map<String, Measurement> all() throws IOException {
        return Files.exists(file)
                ? JSON.readValue(file.toFile(), new TypeReference<TreeMap<String, Measurement>>() {})
                : new TreeMap<>();
    }

    private static String key(String model, String mode) {
        return mode + " " + model;
    }
}
