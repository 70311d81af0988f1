package dev.winnow.benchmarks.validity;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A JSON object of schemas by name. */
final class SchemaFile {
    private static final String BUNDLED = "/dev/winnow/text/constraint/demanding-schemas.json";

    private SchemaFile() {}

    /**
     * Reads schemas in their order.
     *
     * @param file null for the bundled ones
     * @throws IOException if there is no such file, or no schema in it
     */
    static Map<String, JsonNode> read(@Nullable Path file) throws IOException {
        try (InputStream in = file == null
                ? requireNonNull(SchemaFile.class.getResourceAsStream(BUNDLED))
                : Files.newInputStream(file)) {
            JsonNode root = new ObjectMapper().readTree(in);
            Map<String, JsonNode> schemas = new LinkedHashMap<>();
            root.properties().forEach(one -> schemas.put(one.getKey(), one.getValue()));
            if (schemas.isEmpty()) {
                throw new IOException("%s has no schemas: an object of schemas by name is wanted".formatted(file));
            }
            return schemas;
        }
    }
}
