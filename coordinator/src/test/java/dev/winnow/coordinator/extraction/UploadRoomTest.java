package dev.winnow.coordinator.extraction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.equalTo;

import dev.winnow.coordinator.harness.ByHand;
import dev.winnow.coordinator.harness.CoordinatorTest;
import dev.winnow.coordinator.problem.ProblemException;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

@QuarkusTest
class UploadRoomTest extends CoordinatorTest {
    @Inject
    Submission submission;

    @Inject
    ExtractionConfig config;

    @Test
    void a_body_is_read_only_when_there_is_room_for_it() {
        AtomicInteger opened = new AtomicInteger();

        assertThatThrownBy(() -> openWithinEachOther(opened)).isInstanceOfSatisfying(ProblemException.class, e -> {
            assertThat(e.problem().code()).isEqualTo("too_many_uploads");
            assertThat(e.problem().limit()).isEqualTo(config.uploads());
        });

        assertThat(opened.get()).isEqualTo(config.uploads());
        json("{\"keys\": [\"a\"], \"items\": [{\"input\": \"a\"}]}").statusCode(202);
    }

    @Test
    void who_finds_no_room_is_told_when_to_come_again() throws IOException {
        assertThatThrownBy(() -> whileAllPlacesAreTaken(config.uploads()))
                .isInstanceOf(IOException.class)
                .hasMessage("enough");
    }

    private RequestBody whileAllPlacesAreTaken(int left) throws IOException {
        if (left > 0) {
            submission.submit("tenant", null, () -> whileAllPlacesAreTaken(left - 1));
        }
        json("{\"keys\": [\"a\"], \"items\": [{\"input\": \"a\"}]}")
                .statusCode(429)
                .header("Retry-After", "2")
                .body("code", equalTo("too_many_uploads"));
        throw new IOException("enough");
    }

    /** Each holds its place while the next one comes. */
    private RequestBody openWithinEachOther(AtomicInteger opened) throws IOException {
        submission.submit("tenant", null, () -> {
            opened.incrementAndGet();
            return openWithinEachOther(opened);
        });
        throw new AssertionError("there was room for every submission");
    }

    @Test
    void a_json_body_that_says_that_it_is_too_large_is_refused_before_it_is_sent() throws IOException {
        try (Socket client = new Socket("localhost", RestAssured.port)) {
            client.setSoTimeout(30_000);
            client.getOutputStream()
                    .write(("POST /api/v1/extractions HTTP/1.1\r\nHost: localhost\r\n"
                                    + "Authorization: Bearer " + ByHand.ADMIN_KEY + "\r\n"
                                    + "Content-Type: application/json\r\nContent-Length: 33554433\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));

            assertThat(new String(client.getInputStream().readNBytes(12), StandardCharsets.US_ASCII))
                    .isEqualTo("HTTP/1.1 413");
        }
    }

    private static io.restassured.response.ValidatableResponse json(String body) {
        return api().contentType("application/json")
                .body(body.getBytes(StandardCharsets.UTF_8))
                .post("/api/v1/extractions")
                .then();
    }
}
