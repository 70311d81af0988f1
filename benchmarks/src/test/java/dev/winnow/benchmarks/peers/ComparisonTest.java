package dev.winnow.benchmarks.peers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.winnow.benchmarks.peers.document.SmallModel;
import dev.winnow.benchmarks.peers.document.TextModel;
import dev.winnow.benchmarks.peers.document.TokenDocument;
import dev.winnow.benchmarks.peers.setup.BaseModel;
import dev.winnow.benchmarks.peers.setup.TrainedModel;
import dev.winnow.benchmarks.peers.system.Answer;
import dev.winnow.benchmarks.peers.system.Kind;
import dev.winnow.benchmarks.peers.system.MeasuredSystem;
import dev.winnow.benchmarks.peers.system.Output;
import dev.winnow.benchmarks.peers.system.WinnowSystem;
import dev.winnow.benchmarks.report.Report;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ComparisonTest {
    @TempDir
    private Path folder;

    private final JsonNode schema;
    private final Plan plan;

    ComparisonTest() throws IOException {
        schema = new ObjectMapper().readTree("{\"type\":\"object\",\"properties\":{}}");
        TokenDocument document = new TokenDocument("A bicycle.", List.of(1, 2), List.of(3), schema, true);
        plan = new Plan("sample", List.of(document), 1, 9, 1, Map.of());
    }

    private MeasuredSystem winnow(String mode) {
        TrainedModel model = new TrainedModel(folder, folder, folder, Map.of());
        return new WinnowSystem(new BaseModel(folder, folder), model, schema, mode, 16, folder);
    }

    private Contender contender(MeasuredSystem system, double seconds) {
        Contender contender = new Contender(system, Map.of("slots", "16"), plan);
        for (Kind kind : plan.kinds()) {
            contender.tally(kind).add(new Answer(seconds, List.of(new Output(List.of(3), 1, false))), 0);
        }
        return contender;
    }

    @Test
    void each_mode_is_compared_with_each_peer_and_with_no_other_mode() {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        Report report = new Report(new PrintStream(said, true, StandardCharsets.UTF_8));
        try (TextModel texts = SmallModel.texts(schema)) {
            new Comparison(plan, texts, report)
                    .report(List.of(
                            contender(winnow("f32"), 2),
                            contender(winnow("int8"), 1),
                            contender(new ScriptedSystem("llama.cpp", new ArrayList<>()), 3),
                            contender(new ScriptedSystem("hf", new ArrayList<>()), 8)));
        }

        assertThat(said.toString(StandardCharsets.UTF_8)
                        .lines()
                        .filter(line -> line.startsWith("sample_free"))
                        .map(line -> line.replaceAll(" +", " ")))
                .containsExactly(
                        "sample_free_documents_per_second_winnow-f32_vs_llama.cpp 1.50",
                        "sample_free_documents_per_second_winnow-f32_vs_hf 4.00",
                        "sample_free_documents_per_second_winnow-int8_vs_llama.cpp 3.00",
                        "sample_free_documents_per_second_winnow-int8_vs_hf 8.00");
    }
}
