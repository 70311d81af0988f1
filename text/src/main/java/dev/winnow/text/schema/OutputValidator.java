package dev.winnow.text.schema;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.OutputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.path.PathType;
import dev.winnow.common.json.ExactJson;
import dev.winnow.text.pattern.LanguageTooLargeException;
import java.math.BigDecimal;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Judges finished outputs against a schema, independently of how they were made. Formats are asserted. Thread-safe.
 *
 * <p>The work is done by com.networknt's validator.
 */
public final class OutputValidator {
    private static final JsonMapper MAPPER = ExactJson.mapper()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(JsonParser.Feature.INCLUDE_SOURCE_IN_LOCATION)
            .build();

    private static final SchemaRegistry REGISTRY =
            SchemaRegistry.withDialects(ExactFormat.dialects(), builder -> builder.defaultDialectId(
                            SpecificationVersion.DRAFT_2020_12.getDialectId())
                    .schemaRegistryConfig(SchemaRegistryConfig.builder()
                            .formatAssertionsEnabled(true)
                            .pathType(PathType.JSON_POINTER)
                            .regularExpressionFactory(new LinearPatterns())
                            .build()));

    private static final Pattern WHOLE = Pattern.compile("^[A-Za-z][A-Za-z0-9+.-]*:");

    /** Digits that a 64-bit number has at least. */
    private static final int LONGEST_WHOLE = 18;

    private final Schema schema;

    /** Takes a schema that the compiler has admitted. */
    public OutputValidator(JsonNode schema) {
        this.schema = REGISTRY.getSchema(withKnownAddresses(withExactNumbers(schema)));
    }

    /** Says what is wrong with an output, JSON pointer first; nothing if it parses and fits. */
    public List<String> problems(String output) {
        try {
            return judge(normal(MAPPER.readTree(output)));
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
            BoundedValidation validation =
                    new BoundedValidation(schema.createExecutionContext().getExecutionConfig());
            return schema.validate(validation, value, OutputFormat.DEFAULT).stream()
                    .map(error -> error.getInstanceLocation() + ": " + error.getMessage())
                    .toList();
        } catch (BoundedValidation.TooMuchWorkException e) {
            return List.of(
                    ": to check the output takes more than " + BoundedValidation.MOST_STEPS
                            + " steps; make the alternatives fewer where they contain themselves, or let them differ in what comes first");
        } catch (StackOverflowError | LanguageTooLargeException e) {
            // Some formats are judged by the expressions of java.util.regex, which go as deep as a text is long; and
            // patterns that are too large for an automaton with bounded work.
            return List.of(": the output is too long or too deep to be checked");
        }
    }

    /** The validator wants a dialect that it knows, and a whole address where a schema in the wild has a file name. */
    private static JsonNode withKnownAddresses(JsonNode schema) {
        if (schema instanceof ObjectNode object && object.has("$schema")) {
            Dialect.of(object.get("$schema"))
                    .flatMap(Dialect::address)
                    .ifPresentOrElse(address -> object.put("$schema", address), () -> object.remove("$schema"));
        }
        if (schema instanceof ObjectNode object && object.path("$id").isTextual()) {
            String id = object.get("$id").textValue();
            if (!id.startsWith("#") && !WHOLE.matcher(id).find()) {
                object.put("$id", "https://schema.invalid/" + id.replaceFirst("^/+", ""));
            }
        }
        return schema;
    }

    /** Floats and decimals are never equal to Jackson, so all are made decimals. */
    private static JsonNode withExactNumbers(JsonNode value) {
        try {
            return normal(MAPPER.readTree(value.toString()));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("the value is no JSON: " + e.getOriginalMessage(), e);
        }
    }

    /**
     * The same with each number in one form: 1.0 and 1 are one value, but not to Jackson where they lie within others.
     */
    private static JsonNode normal(JsonNode value) {
        if (value instanceof ObjectNode object) {
            object.properties().forEach(member -> member.setValue(normal(member.getValue())));
        } else if (value instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                array.set(i, normal(array.get(i)));
            }
        } else if (value.isBigDecimal()) {
            BigDecimal number = value.decimalValue().stripTrailingZeros();
            boolean whole = number.scale() <= 0 && number.precision() - number.scale() <= LONGEST_WHOLE;
            return whole ? whole(number.longValueExact()) : DecimalNode.valueOf(number);
        }
        return value;
    }

    /** As Jackson reads it. */
    private static JsonNode whole(long number) {
        return number == (int) number ? IntNode.valueOf((int) number) : LongNode.valueOf(number);
    }
}
