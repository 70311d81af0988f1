package dev.winnow.text.schema;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.path.PathType;
import java.util.List;

/**
 * Judges finished outputs against a schema, independently of how they were made. Formats are asserted. Thread-safe.
 *
 * <p>The work is done by com.networknt's validator.
 */
public final class OutputValidator {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonParser.Feature.INCLUDE_SOURCE_IN_LOCATION)
            .build();

    private static final SchemaRegistry REGISTRY = SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12,
            builder -> builder.schemaRegistryConfig(SchemaRegistryConfig.builder()
                    .formatAssertionsEnabled(true)
                    .pathType(PathType.JSON_POINTER)
                    .regularExpressionFactory(new LinearPatterns())
                    .build()));

    private final Schema schema;

    /** Takes a schema that the compiler has admitted. */
    public OutputValidator(JsonNode schema) {
        this.schema = REGISTRY.getSchema(withExactNumbers(schema));
    }

    /** Says what is wrong with an output, JSON pointer first; nothing if it parses and fits. */
    public List<String> problems(String output) {
        try {
            return judge(MAPPER.readTree(output));
        } catch (JsonProcessingException e) {
            return List.of("no JSON: " + e.getOriginalMessage());
        }
    }

    /** Says what is wrong with a value, JSON pointer first; nothing if it fits. */
    public List<String> problems(JsonNode value) {
        return judge(withExactNumbers(value));
    }

    private List<String> judge(JsonNode value) {
        try {
            return schema.validate(value).stream()
                    .map(error -> error.getInstanceLocation() + ": " + error.getMessage())
                    .toList();
        } catch (StackOverflowError e) {
            // Some formats are judged by the expressions of java.util.regex, which go as deep as a text is long.
            return List.of(": the output is too long or too deep to be checked");
        }
    }

    /** Floats and decimals are never equal to Jackson, so all are made decimals. */
    private static JsonNode withExactNumbers(JsonNode value) {
        try {
            return MAPPER.readTree(value.toString());
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("the value is no JSON: " + e.getOriginalMessage(), e);
        }
    }
}
