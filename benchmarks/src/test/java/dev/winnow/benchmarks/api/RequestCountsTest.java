package dev.winnow.benchmarks.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class RequestCountsTest {
    private final RequestCounts counts = RequestCounts.read(List.of(
            "{\"route\": \"GET /v1/models\", \"status\": 200, \"requests\": 3}",
            "{\"route\": \"GET /v1/models\", \"status\": 401, \"requests\": 2}",
            "{\"route\": \"POST /v1/files\", \"status\": 500, \"requests\": 1}"));

    RequestCountsTest() throws IOException {}

    @Test
    void requests_are_counted_by_route_and_by_answer() {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        counts.print(new PrintStream(said, true, StandardCharsets.UTF_8));

        assertThat(counts.requests()).isEqualTo(6);
        assertThat(counts.routes()).isEqualTo(2);
        assertThat(counts.serverErrors()).isEqualTo(1);
        assertThat(said.toString(StandardCharsets.UTF_8)).contains("200 x 3, 401 x 2", "500 x 1");
    }
}
