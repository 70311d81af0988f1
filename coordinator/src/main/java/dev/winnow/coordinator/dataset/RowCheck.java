package dev.winnow.coordinator.dataset;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.winnow.common.json.ExactJson;
import dev.winnow.text.schema.OutputValidator;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Refuses rows that teach nothing, or the wrong thing. Not thread-safe. */
final class RowCheck {
    private static final int SHOWN_PROBLEMS = 3;

    private static final ObjectReader JSON = ExactJson.mapper()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build()
            .reader();

    private final @Nullable String instruction;
    private final @Nullable OutputValidator schema;

    /**
     * Takes what all rows have in common.
     *
     * @param instruction for rows that bring none
     * @param schema that outputs must fit, or null
     */
    RowCheck(@Nullable String instruction, @Nullable OutputValidator schema) {
        this.instruction = instruction;
        this.schema = schema;
    }

    Row check(RawRow raw) throws BadRowException {
        int line = raw.line();
        String told = raw.instruction() == null || raw.instruction().isBlank() ? instruction : raw.instruction();
        if (told == null) {
            throw new BadRowException(
                    line,
                    "instruction",
                    "the row has no instruction, nor has the dataset",
                    "give one with the dataset (--instruction), or a schema, whose keys make one");
        }
        storable(line, "instruction", told);
        String input = raw.input();
        if (input == null || input.isBlank()) {
            throw new BadRowException(line, "input", "the input is empty", "give the document's text");
        }
        storable(line, "input", input);
        String output = raw.output();
        if (output == null || output.isBlank()) {
            throw new BadRowException(
                    line, "output", "the output is empty", "give what the model is to answer, or leave the row out");
        }
        storable(line, "output", output);
        return new Row(line, told, input, written(line, output));
    }

    private static void storable(int line, String field, String text) throws BadRowException {
        int nul = text.indexOf('\0');
        if (nul >= 0) {
            throw new BadRowException(
                    line, field, "the %s has a NUL at character %d".formatted(field, nul), "remove that character");
        }
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            throw new BadRowException(
                    line, field, "the %s has half of a surrogate pair".formatted(field), "remove that character");
        }
    }

    /**
     * JSON as constrained decoding writes it, without layout: a model that learns another form is slowed down by it.
     */
    private String written(int line, String output) throws BadRowException {
        JsonNode tree;
        try {
            tree = JSON.readTree(output);
        } catch (JsonProcessingException e) {
            if (schema != null) {
                throw new BadRowException(
                        line,
                        "output",
                        "the output is no JSON: " + e.getOriginalMessage(),
                        "write it as JSON that fits the schema");
            }
            return output;
        }
        if (schema != null) {
            requireFit(line, schema.problems(tree));
        }
        return tree.isContainerNode() ? tree.toString() : output;
    }

    private static void requireFit(int line, List<String> problems) throws BadRowException {
        if (!problems.isEmpty()) {
            throw new BadRowException(
                    line,
                    "output",
                    "the output does not fit the schema: "
                            + String.join("; ", problems.subList(0, Math.min(SHOWN_PROBLEMS, problems.size()))),
                    "correct the output, or the schema");
        }
    }
}
