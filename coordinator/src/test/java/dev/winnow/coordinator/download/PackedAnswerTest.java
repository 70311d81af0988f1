package dev.winnow.coordinator.download;

import static org.assertj.core.api.Assertions.assertThat;

import dev.winnow.coordinator.harness.ByHand;
import dev.winnow.coordinator.harness.CoordinatorTest;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

@QuarkusTest
class PackedAnswerTest extends CoordinatorTest {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @Test
    void results_lists_and_files_are_packed_for_whoever_takes_it_and_say_the_same() throws Exception {
        UUID job = submit(200);
        String file = api().multiPart("file", "lines.jsonl", "{}\n".repeat(2000).getBytes(StandardCharsets.UTF_8))
                .multiPart("purpose", "batch")
                .post("/v1/files")
                .path("id");

        for (String path : new String[] {
            "/api/v1/extractions/" + job,
            "/api/v1/extractions/" + job + "/items",
            "/api/v1/extractions/" + job + "/request",
            "/v1/files",
            "/v1/files/" + file + "/content"
        }) {
            HttpResponse<byte[]> plain = get(path, "identity", BodyHandlers.ofByteArray());
            HttpResponse<byte[]> packed = get(path, "gzip", BodyHandlers.ofByteArray());

            assertThat(coding(plain)).as(path).isIn("none", "identity");
            assertThat(coding(packed)).as(path).isEqualTo("gzip");
            assertThat(unpacked(packed.body())).as(path).isEqualTo(plain.body());
        }
    }

    @Test
    void events_leave_one_by_one_as_they_are() throws Exception {
        UUID job = submit(1);

        var events = get("/api/v1/extractions/" + job + "/events", "gzip", BodyHandlers.ofInputStream());

        assertThat(coding(events)).isIn("none", "identity");
        try (InputStream body = events.body()) {
            assertThat(body.read()).as("the first byte").isBetween((int) 'a', (int) 'z');
        }
    }

    private static <T> HttpResponse<T> get(String path, String takes, BodyHandler<T> body) throws Exception {
        return HTTP.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + RestAssured.port + path))
                        .header("Authorization", "Bearer " + ByHand.ADMIN_KEY)
                        .header("Accept-Encoding", takes)
                        .build(),
                body);
    }

    private static String coding(HttpResponse<?> response) {
        return response.headers().firstValue("Content-Encoding").orElse("none");
    }

    private static byte[] unpacked(byte[] body) throws IOException {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(body))) {
            return in.readAllBytes();
        }
    }
}
