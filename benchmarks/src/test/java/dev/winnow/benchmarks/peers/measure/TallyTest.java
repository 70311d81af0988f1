package dev.winnow.benchmarks.peers.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.winnow.benchmarks.peers.document.Document;
import dev.winnow.benchmarks.peers.document.SmallModel;
import dev.winnow.benchmarks.peers.document.TextModel;
import dev.winnow.benchmarks.peers.document.TokenDocument;
import dev.winnow.benchmarks.peers.system.Answer;
import dev.winnow.benchmarks.peers.system.Kind;
import dev.winnow.benchmarks.peers.system.Output;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TallyTest {
    private static final String SCHEMA = """
            {"type":"object","required":["title","price"],"properties":{
            "title":{"type":"string","maxLength":5},"price":{"type":"integer"}}}""";

    private final TextModel texts = SmallModel.texts(json(SCHEMA));
    private final List<TokenDocument> documents = tokens("""
            {"title":"Fjord","price":450}""", """
            {"title":"Fell","price":90}""");

    @AfterEach
    void close() {
        texts.close();
    }

    private static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text);
        } catch (IOException e) {
            throw new AssertionError(text, e);
        }
    }

    private List<TokenDocument> tokens(String... outputs) {
        List<Document> read = new ArrayList<>();
        for (String output : outputs) {
            read.add(new Document("a", "Find it.", "A bicycle.", json(output)));
        }
        return texts.tokens(read, new ArrayList<>());
    }

    private static Answer answer(double seconds, Output... outputs) {
        return new Answer(seconds, List.of(outputs));
    }

    private Output reference(int document) {
        List<Integer> tokens = documents.get(document).reference();
        return new Output(tokens, tokens.size(), false);
    }

    private Tally tally(Kind kind, double... secondsOfRounds) {
        Tally tally = new Tally(kind, documents);
        for (double seconds : secondsOfRounds) {
            tally.add(answer(seconds, reference(0), reference(1)), 1);
        }
        return tally;
    }

    @Test
    void of_an_odd_number_of_rounds_the_middle_one_counts() {
        assertThat(tally(Kind.FREE, 100, 1, 4).documentsPerSecond()).isEqualTo(0.5);
    }

    @Test
    void of_an_even_number_of_rounds_the_mean_of_the_middle_two_counts() {
        assertThat(tally(Kind.FREE, 100, 1, 3, 5).documentsPerSecond()).isEqualTo(0.5);
    }

    @Test
    void prefill_counts_prompt_tokens() {
        long tokens = documents.stream().mapToLong(each -> each.prompt().size()).sum();

        assertThat(tally(Kind.PREFILL, 2).figures(texts))
                .containsEntry("documents_per_second", 1.0)
                .containsEntry("prefill_tokens_per_second", tokens / 2)
                .containsEntry("seconds_of_rounds", List.of(2.0))
                .doesNotContainKeys("output_tokens", "field_score", "other_outputs");
    }

    @Test
    void free_outputs_are_counted_and_judged() {
        TokenDocument longTitle = tokens("""
                {"title":"Fell","price":9}""").get(0);
        Output half = new Output(longTitle.reference(), 3, false);
        Output broken = new Output(documents.get(1).reference().subList(0, 4), 2, true);
        Tally tally = new Tally(Kind.FREE, List.of(documents.get(0), documents.get(1), documents.get(1)));

        tally.add(answer(2, reference(0), half, broken), 1);

        long tokens = reference(0).tokens().size() + half.tokens().size() + 4L;
        assertThat(tally.figures(texts))
                .containsEntry("output_tokens", tokens)
                .containsEntry("output_tokens_per_second", tokens / 2.0)
                .containsEntry(
                        "steps_per_output_token",
                        Math.round(1000.0 * (tokens - half.tokens().size() + 1) / tokens) / 1000.0)
                .containsEntry("field_score", 0.5)
                .containsEntry("exact_documents", 1)
                .containsEntry("truncated", 1L)
                .containsEntry("invalid", 1)
                .doesNotContainKeys("prefill_tokens_per_second", "other_outputs");
    }

    @Test
    void forced_outputs_that_are_others_are_counted() {
        Tally tally = new Tally(Kind.FORCED, documents);

        tally.add(answer(1, reference(0), reference(0)), 1);

        assertThat(tally.figures(texts)).containsEntry("other_outputs", 1L).doesNotContainKey("field_score");
        assertThat(tally(Kind.FORCED, 1).figures(texts)).containsEntry("other_outputs", 0L);
    }

    @Test
    void outputs_are_those_of_the_last_round_and_memory_is_the_most_of_all() {
        Tally tally = new Tally(Kind.FORCED, documents);

        tally.add(answer(1, reference(1), reference(1)), 3);
        tally.add(answer(2, reference(0), reference(1)), 2);

        assertThat(tally.figures(texts))
                .containsEntry("other_outputs", 0L)
                .containsEntry("peak_memory_mib", 3L)
                .containsEntry("seconds_of_rounds", List.of(1.0, 2.0));
    }

    @Test
    void an_answer_with_another_number_of_outputs_is_refused() {
        Tally tally = new Tally(Kind.FREE, documents);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> tally.add(answer(1, reference(0)), 1))
                .withMessage("1 outputs of 2 documents");
        assertThat(tally.isEmpty()).isTrue();
    }
}
