package dev.winnow.text.score;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.List;

/**
 * Scores outputs of one schema, field by field. A field is a property that the schema's root names; where it names
 * none, the whole output is one field with an empty name. {@code "x-winnow-score"} in a property's schema says by which
 * {@link ScoreRule}; without it the rule is the usual one of {@link FieldScore}. What the schema does not name is not
 * scored. Immutable.
 */
public final class OutputScorer {
    private final ScoredSchema schema;
    private final FieldScore score;
    private final JsonNode root;
    private final List<ScoredField> fields;
    private final boolean whole;

    private OutputScorer(JsonNode root) {
        this.root = root;
        this.schema = new ScoredSchema(root);
        schema.check();
        this.score = new FieldScore(schema);
        this.whole = schema.fields().isEmpty();
        this.fields = fields(schema, root);
    }

    /**
     * Reads the rules of a schema.
     *
     * @throws ScoreRefusedException if it names a rule that there is not, or leaves nothing to score
     */
    public static OutputScorer of(JsonNode schema) {
        return new OutputScorer(schema);
    }

    private static List<ScoredField> fields(ScoredSchema schema, JsonNode root) {
        List<ScoredField> fields = new ArrayList<>();
        boolean named = false;
        for (String name : schema.fields()) {
            named = true;
            JsonNode its = schema.field(root, name);
            ScoreRule rule = schema.rule(its).orElseGet(() -> schema.usual(its));
            if (rule != ScoreRule.NONE) {
                fields.add(new ScoredField(name, rule));
            }
        }
        if (!named) {
            ScoreRule rule = schema.rule(root).orElseGet(() -> schema.usual(root));
            if (rule != ScoreRule.NONE) {
                fields.add(new ScoredField("", rule));
            }
        }
        if (fields.isEmpty()) {
            throw new ScoreRefusedException("", "every field has %s none".formatted(ScoredSchema.KEYWORD));
        }
        return List.copyOf(fields);
    }

    /** What is scored, in the schema's order. */
    public List<ScoredField> fields() {
        return fields;
    }

    /** Scores an output; what is no JSON has nothing right. */
    public OutputScore score(String output, JsonNode expected) {
        return score(FieldScore.read(output), expected);
    }

    /** Scores an output by another one, both as texts, so that no digit is lost. */
    public OutputScore score(String output, String expected) {
        return score(FieldScore.read(output), FieldScore.read(expected));
    }

    /** Scores a value; a missing node has nothing right. */
    public OutputScore score(JsonNode value, JsonNode expected) {
        List<Double> scores = new ArrayList<>();
        for (ScoredField field : fields) {
            scores.add(value.isMissingNode() ? 0 : score(field, value, expected));
        }
        return new OutputScore(scores);
    }

    private double score(ScoredField field, JsonNode value, JsonNode expected) {
        if (whole) {
            return score.score(root, value, expected);
        }
        JsonNode found = value.path(field.name());
        JsonNode wanted = expected.path(field.name());
        if (wanted.isMissingNode() || found.isMissingNode()) {
            return wanted.isMissingNode() && found.isMissingNode() && value.isObject() ? 1 : 0;
        }
        return score.score(schema.field(root, field.name()), found, wanted);
    }

    /** A score of nothing: for a document that has no output. */
    public OutputScore nothing() {
        return score(MissingNode.getInstance(), MissingNode.getInstance());
    }

    /**
     * A field.
     *
     * @param rule by which it is scored, as far as the schema tells
     */
    public record ScoredField(String name, ScoreRule rule) {}
}
