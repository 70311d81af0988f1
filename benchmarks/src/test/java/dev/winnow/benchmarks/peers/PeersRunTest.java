package dev.winnow.benchmarks.peers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.winnow.benchmarks.peers.ScriptedSystem.Turn;
import dev.winnow.benchmarks.peers.document.Document;
import dev.winnow.benchmarks.peers.document.SmallModel;
import dev.winnow.benchmarks.peers.document.TextModel;
import dev.winnow.benchmarks.peers.document.TokenDocument;
import dev.winnow.benchmarks.peers.setup.HuggingFace;
import dev.winnow.benchmarks.peers.setup.TrainedModel;
import dev.winnow.benchmarks.peers.system.HuggingFaceSystem;
import dev.winnow.benchmarks.peers.system.Kind;
import dev.winnow.benchmarks.peers.system.MeasuredSystem;
import dev.winnow.benchmarks.report.Report;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class PeersRunTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final JsonNode schema;
    private final TextModel texts;
    private final List<Turn> turns = new ArrayList<>();
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();

    PeersRunTest() throws IOException {
        schema = MAPPER.readTree("""
                {"type":"object","required":["title"],"properties":{"title":{"type":"string"}}}""");
        texts = SmallModel.texts(schema);
    }

    @AfterEach
    void close() {
        texts.close();
    }

    private List<TokenDocument> documents(String... titles) throws IOException {
        List<Document> documents = new ArrayList<>();
        for (String title : titles) {
            JsonNode output = MAPPER.createObjectNode().put("title", title);
            documents.add(new Document(title, "Find the title.", "A bicycle called " + title, output));
        }
        return texts.tokens(documents, new ArrayList<>());
    }

    /** Measures with two documents in two rounds, and says what was reported. */
    private String measure(Map<String, String> fixed, MeasuredSystem... systems) throws Exception {
        Plan plan = new Plan("sample", documents("Fjord", "Fell"), 1, 40, 2, fixed);
        PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8);
        new PeersRun(plan, texts, documents("Havn"), new Report(out), out).measure(List.of(systems));
        return said.toString(StandardCharsets.UTF_8);
    }

    @Test
    void the_fastest_setting_is_measured_and_one_that_cannot_run_is_passed_over() throws Exception {
        String report = measure(Map.of(), new ScriptedSystem("llama.cpp", turns));

        assertThat(report)
                .contains("llama.cpp cannot run with {slots=16, flash=on}: no flash here")
                .contains("sample free, slots 16 flash off");
        assertThat(turns.subList(turns.size() - 6, turns.size()))
                .extracting(Turn::setting)
                .containsOnly(Map.of("slots", "16", "flash", "off"));
    }

    @Test
    void systems_take_turns_and_another_begins_each_round() throws Exception {
        Map<String, String> fixed = Map.of("a.slots", "1", "a.flash", "off", "b.slots", "1", "b.flash", "off");

        measure(fixed, new ScriptedSystem("a", turns), new ScriptedSystem("b", turns));

        assertThat(turns.stream()
                        .filter(turn -> !turn.tasks().isEmpty())
                        .map(turn ->
                                turn.system() + " " + turn.tasks().get(1).kind().label()))
                .containsExactly(
                        "a prefill",
                        "b prefill",
                        "a free",
                        "b free",
                        "a forced",
                        "b forced",
                        "b prefill",
                        "a prefill",
                        "b free",
                        "a free",
                        "b forced",
                        "a forced");
    }

    @Test
    void each_run_warms_up_with_what_was_learned_from_and_then_takes_every_document() throws Exception {
        measure(Map.of("a.slots", "1", "a.flash", "off"), new ScriptedSystem("a", turns));

        assertThat(turns).filteredOn(turn -> !turn.tasks().isEmpty()).hasSize(6).allSatisfy(turn -> {
            assertThat(turn.tasks()).hasSize(2);
            assertThat(turn.tasks().get(0).kind()).isEqualTo(Kind.FREE);
            assertThat(turn.tasks().get(0).documents()).isEqualTo(documents("Havn"));
            assertThat(turn.tasks().get(1).documents()).isEqualTo(documents("Fjord", "Fell"));
        });
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void a_system_that_refuses_is_reported_with_its_reason_and_the_others_are_measured(@TempDir Path folder)
            throws Exception {
        Path python = Files.writeString(
                folder.resolve("python"), "#!/bin/sh\nread -r how; echo '{\"refused\":\"too little memory\"}'\n");
        assertThat(python.toFile().setExecutable(true)).isTrue();
        TrainedModel model = new TrainedModel(folder, folder, folder.resolve("f32.gguf"), Map.of());

        String report = measure(
                Map.of(),
                new HuggingFaceSystem(new HuggingFace(python), model, schema, folder),
                new ScriptedSystem("a", turns));

        assertThat(report).contains("{not_measured=too little memory}").contains("sample forced, slots 16 flash off");
    }
}
