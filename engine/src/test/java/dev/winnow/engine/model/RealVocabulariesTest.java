package dev.winnow.engine.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.winnow.engine.model.source.SourcePackage;
import dev.winnow.text.tokenizer.Tokenizer;
import dev.winnow.text.tokenizer.TokenizerFile;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The vocabularies of Llama 2 (TinyLlama has the same), Llama 3 and Qwen2, from GGUF: 200 texts get the tokens that
 * sentencepiece or tiktoken, which these models were made with, gave them; {@code vocabulary_ids.py} asked them.
 */
@Tag("model")
class RealVocabulariesTest {
    @ParameterizedTest
    @ValueSource(strings = {"llama-spm", "llama-bpe", "qwen2"})
    void texts_get_the_tokens_of_the_reference_and_are_what_these_spell(String name) throws IOException {
        List<JsonNode> cases = cases(name);
        assertThat(cases).hasSize(200);
        try (Tokenizer tokenizer = tokenizer(name)) {
            for (JsonNode example : cases) {
                String text = example.path("text").asText();
                assertThat(tokenizer.encodePassage(text)).as(text).containsExactly(ids(example.path("passage")));
                JsonNode exact = example.has("exact") ? example.path("exact") : example.path("passage");
                int[] found = tokenizer.encode(text);
                assertThat(found).as(text).containsExactly(ids(exact));
                // SentencePiece writes spaces as this letter, so it cannot write the letter.
                if (!text.contains("\u2581")) {
                    assertThat(tokenizer.decode(found)).isEqualTo(text);
                }
            }
        }
    }

    private static Tokenizer tokenizer(String name) throws IOException {
        return TokenizerFile.open(
                SourcePackage.LLAMA_CPP.folder().resolve("vendor/llama.cpp/models/ggml-vocab-%s.gguf".formatted(name)));
    }

    private static List<JsonNode> cases(String name) throws IOException {
        try (InputStream in = RealVocabulariesTest.class.getResourceAsStream("vocabularies/%s.json".formatted(name))) {
            return StreamSupport.stream(
                            new ObjectMapper()
                                    .readTree(Objects.requireNonNull(in))
                                    .spliterator(),
                            false)
                    .toList();
        }
    }

    private static int[] ids(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .mapToInt(JsonNode::asInt)
                .toArray();
    }
}
