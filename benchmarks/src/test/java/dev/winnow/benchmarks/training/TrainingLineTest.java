package dev.winnow.benchmarks.training;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.winnow.benchmarks.peers.document.Document;
import dev.winnow.benchmarks.peers.document.SmallModel;
import dev.winnow.benchmarks.peers.document.TextModel;
import dev.winnow.benchmarks.peers.document.TokenDocument;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TrainingLineTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final TextModel texts = SmallModel.texts(json("""
            {"type":"object","required":["title","tags"],"properties":{
             "title":{"type":"string"},"tags":{"type":"array","items":{"type":"integer"}}}}"""));
    private final TokenDocument document = texts.tokens(
                    List.of(new Document(
                            "1", "Extract.", "A Fjord.", json("{\"title\":\"a \\\"b\\\"\",\"tags\":[1,2]}"))),
                    new ArrayList<>())
            .get(0);

    @AfterEach
    void close() {
        texts.close();
    }

    private static JsonNode json(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private String supervised(TrainingLine line) {
        return texts.text(
                line.tokens().subList(line.supervisedFrom(), line.tokens().size() - 1));
    }

    @Test
    void output_and_its_end_are_learned_and_the_prompt_is_not() {
        TrainingLine line = TrainingLine.compact(document, texts);
        assertThat(line.tokens().subList(0, line.supervisedFrom())).isEqualTo(document.prompt());
        assertThat(supervised(line)).isEqualTo("{\"title\":\"a \\\"b\\\"\",\"tags\":[1,2]}");
        assertThat(line.tokens().get(line.tokens().size() - 1)).isEqualTo(texts.endOfTurn());
        assertThat(line.example().supervised()).isEqualTo(line.tokens().size() - line.supervisedFrom());
    }

    @Test
    void spaced_output_is_what_python_writes() {
        assertThat(supervised(TrainingLine.spaced(document, texts)))
                .isEqualTo("{\"title\": \"a \\\"b\\\"\", \"tags\": [1, 2]}");
    }
}
