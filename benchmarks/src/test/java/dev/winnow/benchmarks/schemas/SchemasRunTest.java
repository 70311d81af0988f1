package dev.winnow.benchmarks.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.winnow.benchmarks.peers.setup.LlGuidance;
import dev.winnow.benchmarks.peers.setup.PeerFolder;
import dev.winnow.text.replay.Outcome;
import dev.winnow.text.replay.Replay;
import dev.winnow.text.replay.ReplaySummary;
import dev.winnow.text.replay.ReplayedInstance;
import dev.winnow.text.replay.ReplayedSchema;
import dev.winnow.text.replay.ReplayedSchema.Compilation;
import dev.winnow.text.replay.SchemaOrder;
import dev.winnow.text.tokenizer.GgufTokenizerJson;
import dev.winnow.text.tokenizer.Tokenizer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Both systems in earnest, with a tokenizer of the 256 bytes. llguidance is fetched from PyPI once, into the user's
 * cache.
 */
@Timeout(300)
class SchemasRunTest {
    @TempDir
    private static Path shared;

    private static Tokenizer tokenizer;
    private static LlGuidancePeer peer;

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        assumeTrue(hasPython(), "llguidance runs in Python, which is not here");
        String json = tokenizerJson();
        tokenizer = Tokenizer.fromJson(json);
        peer = LlGuidancePeer.start(LlGuidance.in(PeerFolder.ofUser()), json, shared);
    }

    @AfterAll
    static void stop() {
        if (peer != null) {
            peer.close();
            tokenizer.close();
        }
    }

    private static boolean hasPython() throws InterruptedException {
        try {
            return new ProcessBuilder("python3", "-c", "import venv")
                            .redirectErrorStream(true)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private static String tokenizerJson() {
        List<String> tokens = new ArrayList<>(List.of("<|endoftext|>"));
        int next = 256;
        for (int b = 0; b < 256; b++) {
            boolean printable = (b >= '!' && b <= '~') || (b >= 0xA1 && b <= 0xAC) || b >= 0xAE;
            tokens.add(Character.toString(printable ? b : next++));
        }
        List<Integer> types = new ArrayList<>(Collections.nCopies(tokens.size(), 1));
        types.set(0, 3);
        return GgufTokenizerJson.bytePairs("smollm", tokens, List.of(), types);
    }

    private Round round(String file) throws IOException {
        Files.writeString(folder.resolve("tests.json"), file);
        Replay replay = new Replay(tokenizer.vocabulary(), tokenizer, new SchemaOrder());
        Questions questions = new Questions(tokenizer);
        List<Question> asked =
                SchemaSet.read(folder).schemas().stream().map(questions::of).toList();
        return new SchemasRun(
                        asked,
                        question -> replay.replay(question.tested()),
                        peer,
                        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                .round();
    }

    private static List<Outcome> outcomes(ReplayedSchema replayed) {
        return replayed.instances().stream().map(ReplayedInstance::outcome).toList();
    }

    @Test
    void both_are_right_about_a_plain_schema_and_make_as_many_masks() throws IOException {
        Round round = round("""
                {"schema": {"properties": {"a": {"type": "integer"}, "b": {"type": "string"}}, "required": ["b"]},
                 "tests": [{"valid": true, "data": {"b": "\u00e4", "a": 1}}, {"valid": false, "data": {"a": 1}}]}""");

        assertThat(outcomes(round.winnow().get(0))).containsExactly(Outcome.RIGHT, Outcome.RIGHT);
        assertThat(outcomes(round.llguidance().get(0))).containsExactly(Outcome.RIGHT, Outcome.RIGHT);
        assertThat(round.llguidance().get(0).masks().count())
                .isEqualTo(round.winnow().get(0).masks().count())
                .isPositive();
        assertThat(round.llguidance().get(0).compileNanos()).isPositive();
    }

    @Test
    void llguidance_gets_properties_in_the_order_that_it_wants() throws IOException {
        Round round = round("""
                {"schema": {"allOf": [{"properties": {"bar": {"type": "integer"}}, "required": ["bar"]},
                                      {"properties": {"foo": {"type": "string"}}, "required": ["foo"]}],
                            "properties": {"baz": {"type": "null"}}, "required": ["baz"]},
                 "tests": [{"valid": true, "data": {"foo": "quux", "bar": 2, "baz": null}}]}""");

        assertThat(outcomes(round.llguidance().get(0))).containsExactly(Outcome.RIGHT);
    }

    @Test
    void what_llguidance_has_not_implemented_is_refused_and_not_passed_over() throws IOException {
        Round round = round("""
                {"schema": {"propertyNames": {"maxLength": 1}}, "tests": [{"valid": false, "data": {"aa": 1}}]}""");

        assertThat(round.winnow().get(0).compiled()).isTrue();
        assertThat(round.llguidance().get(0).compilation()).isEqualTo(Compilation.REFUSED);
        assertThat(round.llguidance().get(0).reason()).contains("propertyNames");
        assertThat(round.compiledByBoth().winnow().schemas()).isZero();
    }

    @Test
    void a_schema_that_winnow_refuses_is_still_asked_of_llguidance() throws IOException {
        Round round = round("""
                {"schema": {"properties": {"b": {"$ref": "http://example.org/there"}, "a": {}}, "required": ["a"]},
                 "tests": [{"valid": true, "data": {"a": 1}}]}""");

        assertThat(round.winnow().get(0).compilation()).isEqualTo(Compilation.REFUSED);
        assertThat(round.all().llguidance().schemas()).isEqualTo(1);
    }

    @Test
    void masks_alone_are_told_apart_from_what_the_check_finds() throws IOException {
        Figures figures = round("""
                {"schema": {"type": "array", "items": {"type": "integer"}, "not": {"uniqueItems": true}},
                 "tests": [{"valid": false, "data": [1, 2]}, {"valid": true, "data": [1, 1]}]}""").all();

        assertThat(figures.masksAlone().wronglyAccepted()).isEqualTo(1);
        assertThat(figures.winnow().wronglyAccepted()).isZero();
    }

    @Test
    void figures_are_printed_as_a_table_and_written_by_the_same_names() throws IOException {
        Round round = round("""
                [{"schema": {"type": "boolean"}, "tests": [{"valid": true, "data": true}]},
                 {"schema": {"type": "nonsense"}, "tests": []}]""");
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        SchemasReport report = new SchemasReport(new PrintStream(printed, true, StandardCharsets.UTF_8), "bytes", 0);

        report.add(round);
        report.write(folder.resolve("figures.json"));

        assertThat(printed.toString(StandardCharsets.UTF_8))
                .contains("Round 1, all schemas:", "Round 1, schemas that both compile:")
                .contains("| | Winnow, mask alone | Winnow | llguidance " + LlGuidance.VERSION)
                .contains("| schemas | 2 | 2 | 2 | 1.00 |", "| compiled | 1 | 1 | 1 | 1.00 |");
        JsonNode written =
                new ObjectMapper().readTree(folder.resolve("figures.json").toFile());
        JsonNode all = written.path("rounds").path(0).path("all");
        ReplaySummary llguidance = round.all().llguidance();
        assertThat(all.path("llguidance").path("mask_us_mean").doubleValue())
                .isEqualTo(llguidance.maskMicros().mean());
        assertThat(all.path("llguidance_to_winnow").path("compiled").doubleValue())
                .isEqualTo(1);
        assertThat(all.path("winnow").path("refused").intValue()).isEqualTo(1);
        assertThat(all.path("winnow_mask_alone").path("all_right").intValue()).isEqualTo(1);
    }
}
