package dev.winnow.text.replay;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;

/**
 * A schema and the instances that it is tested with.
 *
 * @param file where it stands
 * @param description what it tests; may be empty
 */
public record TestedSchema(Path file, String description, JsonNode schema, List<TestedInstance> instances) {
    /** Copies the list. */
    public TestedSchema {
        requireNonNull(file, "file");
        requireNonNull(description, "description");
        requireNonNull(schema, "schema");
        instances = List.copyOf(instances);
    }
}
