package dev.winnow.benchmarks.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.winnow.benchmarks.cluster.Cluster;
import dev.winnow.benchmarks.cluster.RunFolder;
import dev.winnow.benchmarks.peers.setup.LlamaWheel;
import dev.winnow.benchmarks.peers.setup.PeerFolder;
import dev.winnow.benchmarks.report.Report;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** llama.cpp's own server, as the wheel has it, which is fetched from PyPI once, into the user's cache. */
@Tag("rabbitmq")
@Tag("postgresql")
@Tag("model")
@Timeout(600)
class ServerRunTest {
    private static final int ITEMS = 24;

    @BeforeAll
    static void require() {
        assumeTrue(LlamaWheel.fitsHere(), "there is no wheel of llama.cpp's server for this machine");
    }

    @Test
    void a_job_whose_server_is_killed_in_the_middle_ends_with_valid_results_that_name_it() throws Exception {
        int port = ServerRun.port();
        List<String> command = LlamaProgram.WHEEL.command(PeerFolder.ofUser(), ServerCommand.model(), port);
        Report report = new Report(new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8));
        try (RunFolder folder = RunFolder.create("winnow-test-")) {
            Path project = Path.of("").toAbsolutePath().resolveSibling("");
            try (Cluster cluster = Cluster.start(project, folder.path().resolve("cluster"));
                    ServerRun run = ServerRun.start(cluster, command, port, folder.path())) {
                List<JsonNode> results = run.run(ITEMS, Duration.ofSeconds(3), report);

                assertThat(results.stream().map(result -> result.path("id").asText()))
                        .containsExactlyElementsOf(IntStream.range(0, ITEMS)
                                .mapToObj(i -> "item-" + i)
                                .toList());
                assertThat(results).allSatisfy(result -> {
                    assertThat(ServerRun.isValid(result)).as("%s", result).isTrue();
                    assertThat(result.at("/made_by/model").asText()).isEqualTo("smollm2-135m-instruct");
                    assertThat(result.at("/made_by/quantization").asText()).isEqualTo("server-llamacpp");
                    assertThat(result.at("/usage/input_tokens").asInt()).isPositive();
                });
            }
            folder.wentWell();
        }
    }
}
