package dev.winnow.coordinator.extraction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.winnow.coordinator.harness.CoordinatorTest;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

@QuarkusTest
class PackedBodyTest extends CoordinatorTest {
    private static final String GOOD = "{\"input\": \"a\"}";

    @Test
    void a_packed_body_is_unpacked_whatever_is_read_from_it() throws IOException {
        packed("application/x-ndjson", gzip(GOOD + "\n" + GOOD), "gzip")
                .statusCode(202)
                .body("items", equalTo(2));
        packed("application/json", gzip("{\"keys\": [\"a\"], \"items\": [" + GOOD + "]}"), "gzip")
                .statusCode(202)
                .body("items", equalTo(1));
    }

    @Test
    void a_packed_body_that_cannot_be_unpacked_is_refused_with_its_remedy() throws IOException {
        byte[] whole = gzip(GOOD);
        packed("application/x-ndjson", whole, "br")
                .statusCode(415)
                .body("code", equalTo("unsupported_content_encoding"));
        packed("application/json", whole, "br").statusCode(415).body("code", equalTo("unsupported_content_encoding"));
        packed("application/x-ndjson", GOOD.getBytes(StandardCharsets.UTF_8), "gzip")
                .statusCode(400)
                .body("code", equalTo("invalid_gzip"))
                .body("remedy", containsString("no Content-Encoding"));
        packed("application/x-ndjson", Arrays.copyOf(whole, whole.length - 9), "gzip")
                .statusCode(400)
                .body("code", equalTo("invalid_gzip"));
    }

    @Test
    void a_gzip_bomb_is_refused_with_the_limit_and_leaves_nothing() throws IOException {
        byte[] lines = gzip((GOOD + "\n").repeat(500_000));
        packed("application/x-ndjson", lines, "gzip")
                .statusCode(413)
                .body("code", equalTo("body_expands_too_much"))
                .body("limit", equalTo(100))
                .body("remedy", containsString("without Content-Encoding"));
        packed("application/json", gzip(" ".repeat(5 << 20)), "gzip")
                .statusCode(413)
                .body("code", equalTo("body_expands_too_much"))
                .body("limit", equalTo(100));
        assertThat(count("job")).isZero();
    }

    private ValidatableResponse packed(String type, byte[] body, String coding) {
        return api().contentType(type)
                .header("Content-Encoding", coding)
                .queryParam("keys", "a")
                .body(body)
                .post("/api/v1/extractions")
                .then();
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }
}
