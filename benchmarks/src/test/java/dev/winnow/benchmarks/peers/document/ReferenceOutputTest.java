package dev.winnow.benchmarks.peers.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.winnow.text.constraint.Constraint;
import dev.winnow.text.constraint.ConstraintCompiler;
import dev.winnow.text.constraint.Cursor;
import dev.winnow.text.schema.SchemaCompiler;
import dev.winnow.text.tokenizer.Tokenizer;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReferenceOutputTest {
    private static final String SCHEMA = """
            {"type":"object","required":["title","price","parts"],"properties":{
            "title":{"type":"string"},"price":{"type":["number","null"]},
            "parts":{"type":"array","items":{"type":"string"}}}}""";

    private final Tokenizer tokenizer = Tokenizer.fromJson(SmallModel.tokenizer());
    private final Constraint constraint =
            new ConstraintCompiler(tokenizer.vocabulary(), tokenizer).compile(SchemaCompiler.compile(json(SCHEMA)));

    @AfterEach
    void close() {
        tokenizer.close();
    }

    private static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text);
        } catch (IOException e) {
            throw new AssertionError(text, e);
        }
    }

    private List<Integer> tokens(String output) {
        return new ReferenceOutput(tokenizer, constraint).tokens(json(output));
    }

    private String text(List<Integer> tokens) {
        return tokenizer.decode(tokens.stream().mapToInt(Integer::intValue).toArray());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"title\":\"hello\",\"price\":450,\"parts\":[]}",
                "{\"title\":\"\",\"price\":null,\"parts\":[\"bell\"]}",
                "{\"title\":\"Krähenhof \\\"8\\\" 日本\\n\",\"price\":149.5,\"parts\":[\"28\\\" wheels\",\"title\",\"\"]}"
            })
    void tokens_spell_the_compact_output(String output) {
        assertThat(text(tokens(output))).isEqualTo(output);
    }

    @Test
    void what_the_constraint_forces_stands_as_it_is_forced() {
        List<Integer> tokens = tokens("{\"title\":\"hell\",\"price\":450,\"parts\":[\"a\",\"b\"]}");
        Cursor cursor = constraint.begin(200);
        int forced = 0;
        for (int i = 0; i < tokens.size(); ) {
            List<Integer> here = Arrays.stream(cursor.forced()).boxed().toList();
            assertThat(tokens.subList(i, tokens.size()).subList(0, here.size())).isEqualTo(here);
            for (int end = i + Math.max(1, here.size()); i < end; i++) {
                cursor.accept(tokens.get(i));
            }
            forced += here.size();
        }

        assertThat(cursor.finished()).isTrue();
        assertThat(forced).isPositive();
    }

    @Test
    void what_is_free_stands_as_the_tokenizer_splits_it() {
        List<Integer> tokens = tokens("{\"title\":\"hell\",\"price\":450,\"parts\":[]}");

        // The quote, the comma and the next quote are one token: it goes over the end of the value.
        assertThat(tokens).containsSubsequence(tokenizer.idOf("hell"), tokenizer.idOf("\",\""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"title\":\"a\",\"price\":\"450\",\"parts\":[]}",
                "{\"title\":\"a\",\"price\":450}",
                "{\"title\":\"a\",\"parts\":[],\"price\":450}",
                "{\"title\":\"a\",\"price\":450,\"parts\":[],\"colour\":\"red\"}",
                "{\"title\":\"a\",\"price\":1.0E12,\"parts\":[]}",
                "[]"
            })
    void what_the_constraint_does_not_admit_is_refused(String output) {
        assertThatIllegalArgumentException().isThrownBy(() -> tokens(output));
    }
}
