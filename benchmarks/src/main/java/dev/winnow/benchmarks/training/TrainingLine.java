package dev.winnow.benchmarks.training;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.winnow.benchmarks.peers.document.TextModel;
import dev.winnow.benchmarks.peers.document.TokenDocument;
import dev.winnow.engine.training.TrainingExample;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** An example as both read it. */
record TrainingLine(
        @JsonProperty("tokens") List<Integer> tokens,
        @JsonProperty("supervised_from") int supervisedFrom) {
    /** As Winnow's constraint writes the output: without spaces. */
    static TrainingLine compact(TokenDocument document, TextModel texts) {
        return of(document, document.reference(), texts);
    }

    /**
     * As Python's {@code json.dumps} writes it, with a space behind each colon and comma, as the tokenizer splits it.
     */
    static TrainingLine spaced(TokenDocument document, TextModel texts) {
        return of(document, texts.encode(spaced(document.output())), texts);
    }

    private static TrainingLine of(TokenDocument document, List<Integer> output, TextModel texts) {
        List<Integer> tokens = new ArrayList<>(document.prompt());
        tokens.addAll(output);
        tokens.add(texts.endOfTurn());
        return new TrainingLine(tokens, document.prompt().size());
    }

    private static String spaced(JsonNode value) {
        if (value.isObject()) {
            return value.properties().stream()
                    .map(field -> TextNode.valueOf(field.getKey()) + ": " + spaced(field.getValue()))
                    .collect(Collectors.joining(", ", "{", "}"));
        }
        if (value.isArray()) {
            return value.valueStream().map(TrainingLine::spaced).collect(Collectors.joining(", ", "[", "]"));
        }
        return value.toString();
    }

    TrainingExample example() {
        return new TrainingExample(tokens.stream().mapToInt(Integer::intValue).toArray(), supervisedFrom);
    }
}
