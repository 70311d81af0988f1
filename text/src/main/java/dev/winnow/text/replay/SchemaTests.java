package dev.winnow.text.replay;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads files of the form {@code {"schema": ..., "tests": [{"valid": true, "data": ...}, ...]}}, or of a list of those,
 * as the official JSON Schema test suite has them. Other fields are passed over.
 */
public final class SchemaTests {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private final @Nullable String dialect;

    /** Leaves schemas as they are. */
    public SchemaTests() {
        this(null);
    }

    /** Gives schemas that name no {@code $schema} this one, unless it is null. */
    public SchemaTests(@Nullable String dialect) {
        this.dialect = dialect;
    }

    /** The JSON files in a folder and the folders in it, sorted. */
    public static List<Path> under(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .filter(Files::isRegularFile)
                    .sorted()
                    .toList();
        }
    }

    /**
     * Reads a file; nothing if it is JSON of another form.
     *
     * @throws IOException if it cannot be read or is no JSON
     */
    public List<TestedSchema> read(Path file) throws IOException {
        String text = Files.readString(file);
        List<TestedSchema> schemas = new ArrayList<>();
        // Over a text, positions are those of its characters.
        try (JsonParser parser = MAPPER.createParser(text)) {
            JsonToken first = parser.nextToken();
            if (first == JsonToken.START_OBJECT) {
                readSchema(parser, file, text, schemas);
            } else if (first == JsonToken.START_ARRAY) {
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    if (parser.currentToken() == JsonToken.START_OBJECT) {
                        readSchema(parser, file, text, schemas);
                    } else {
                        parser.skipChildren();
                    }
                }
            }
        }
        return schemas;
    }

    private void readSchema(JsonParser parser, Path file, String text, List<TestedSchema> schemas) throws IOException {
        String description = "";
        JsonNode schema = null;
        List<TestedInstance> instances = null;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String field = parser.currentName();
            JsonToken value = parser.nextToken();
            if (field.equals("schema")) {
                schema = withDialect(MAPPER.readTree(parser));
            } else if (field.equals("tests") && value == JsonToken.START_ARRAY) {
                instances = readInstances(parser, text);
            } else if (field.equals("description") && value == JsonToken.VALUE_STRING) {
                description = parser.getText();
            } else {
                parser.skipChildren();
            }
        }
        if (schema != null && instances != null) {
            schemas.add(new TestedSchema(file, description, schema, instances));
        }
    }

    private JsonNode withDialect(JsonNode schema) {
        if (dialect != null && schema instanceof ObjectNode object && !object.has("$schema")) {
            object.put("$schema", dialect);
        }
        return schema;
    }

    private static List<TestedInstance> readInstances(JsonParser parser, String text) throws IOException {
        List<TestedInstance> instances = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (parser.currentToken() == JsonToken.START_OBJECT) {
                readInstance(parser, text, instances);
            } else {
                parser.skipChildren();
            }
        }
        return instances;
    }

    private static void readInstance(JsonParser parser, String text, List<TestedInstance> instances)
            throws IOException {
        String description = "";
        Boolean valid = null;
        JsonNode data = null;
        String source = "";
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String field = parser.currentName();
            JsonToken value = parser.nextToken();
            if (field.equals("data")) {
                int start = (int) parser.currentTokenLocation().getCharOffset();
                data = MAPPER.readTree(parser);
                source = text.substring(start, (int) parser.currentLocation().getCharOffset());
            } else if (field.equals("valid") && value.isBoolean()) {
                valid = parser.getBooleanValue();
            } else if (field.equals("description") && value == JsonToken.VALUE_STRING) {
                description = parser.getText();
            } else {
                parser.skipChildren();
            }
        }
        if (data != null && valid != null) {
            instances.add(new TestedInstance(description, valid, data, source));
        }
    }
}
