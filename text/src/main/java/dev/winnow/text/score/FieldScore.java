package dev.winnow.text.score;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.winnow.common.json.ExactJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How near an output comes to what its document says, from 0 to 1. Where no schema says otherwise a number, truth value
 * or null is right or wrong, and so is a text of up to {@value #LONG_TEXT} characters, after trimming and collapsing
 * white space; a longer one counts by its likeness, a list by the F1 of its entries in any order, and an object is the
 * mean over the fields that are expected. Immutable.
 */
public final class FieldScore {
    /** Characters of an expected text; a longer one is scored by its likeness. */
    static final int LONG_TEXT = 200;

    private static final ObjectReader JSON = ExactJson.mapper()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build()
            .reader();

    private static final FieldScore WITHOUT_SCHEMA = new FieldScore(new ScoredSchema(MissingNode.getInstance()));

    private final ScoredSchema schema;

    FieldScore(ScoredSchema schema) {
        this.schema = schema;
    }

    /** Scores an output without a schema; what is no JSON has nothing right. */
    public static double of(String output, JsonNode expected) {
        return of(read(output), expected);
    }

    /** Scores a value without a schema. */
    public static double of(JsonNode value, JsonNode expected) {
        return WITHOUT_SCHEMA.score(MissingNode.getInstance(), value, expected);
    }

    /** An output; a missing node if it is no JSON. */
    static JsonNode read(String output) {
        try {
            return JSON.readTree(output);
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }

    double score(JsonNode of, JsonNode value, JsonNode expected) {
        ScoreRule rule = schema.rule(of).orElseGet(() -> usual(expected));
        return switch (rule) {
            case NONE -> 1;
            case EXACT -> exact(value, expected);
            case TEXT ->
                expected.isTextual() && expected.textValue().length() > LONG_TEXT
                        ? similar(value, expected)
                        : exact(value, expected);
            case SIMILARITY -> similar(value, expected);
            case F1 -> entries(value, expected);
            case FIELDS -> fields(of, value, expected);
        };
    }

    private static ScoreRule usual(JsonNode expected) {
        if (expected.isObject() && !expected.isEmpty()) {
            return ScoreRule.FIELDS;
        }
        if (expected.isArray()) {
            return ScoreRule.F1;
        }
        return ScoreRule.TEXT;
    }

    private static double exact(JsonNode value, JsonNode expected) {
        return Same.key(value).equals(Same.key(expected)) ? 1 : 0;
    }

    private static double similar(JsonNode value, JsonNode expected) {
        return value.isTextual() && expected.isTextual()
                ? WordOverlap.of(value.textValue(), expected.textValue())
                : exact(value, expected);
    }

    private static double entries(JsonNode value, JsonNode expected) {
        return value.isArray() && expected.isArray() ? Same.f1(keys(value), keys(expected)) : exact(value, expected);
    }

    private static List<Object> keys(JsonNode list) {
        List<Object> keys = new ArrayList<>();
        list.forEach(entry -> keys.add(Same.key(entry)));
        return keys;
    }

    private double fields(JsonNode of, JsonNode value, JsonNode expected) {
        double sum = 0;
        int count = 0;
        for (Map.Entry<String, JsonNode> field : expected.properties()) {
            JsonNode its = schema.field(of, field.getKey());
            if (schema.rule(its).orElse(ScoreRule.TEXT) != ScoreRule.NONE) {
                sum += score(its, value.path(field.getKey()), field.getValue());
                count++;
            }
        }
        return count == 0 ? exact(value, expected) : sum / count;
    }
}
