package dev.winnow.coordinator.extraction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import dev.winnow.coordinator.harness.ByHand;
import dev.winnow.coordinator.harness.CoordinatorTest;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.ValidatableResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Two requests with one key, the second of which comes and goes while the first is being received. */
@QuarkusTest
class IdempotencyRaceTest extends CoordinatorTest {
    private static final String FIRST_HALF = "{\"options\": {\"keys\": [\"a\"]}}\n{\"input\": \"one\"}\n";
    private static final String SECOND_HALF = "{\"input\": \"two\"}\n";

    @Test
    void the_same_lines_twice_at_once_give_the_same_job() throws IOException {
        String slow = whileReceiving(() -> keyed(FIRST_HALF + SECOND_HALF).statusCode(202));

        assertThat(slow).startsWith("HTTP/1.1 202");
        keyed(FIRST_HALF + SECOND_HALF).statusCode(202);
        assertThat(count("job")).isOne();
        assertThat(count("item")).isEqualTo(2);
    }

    @Test
    void other_lines_with_the_same_key_at_once_are_refused() throws IOException {
        String slow = whileReceiving(() -> keyed(FIRST_HALF).statusCode(202));

        assertThat(slow).startsWith("HTTP/1.1 422").contains("idempotency_key_reused");
        keyed(FIRST_HALF).statusCode(202).body("items", equalTo(1));
    }

    private String whileReceiving(Runnable meanwhile) throws IOException {
        try (Socket client = new Socket("localhost", RestAssured.port)) {
            client.setSoTimeout(60_000);
            OutputStream out = client.getOutputStream();
            out.write(("POST /api/v1/extractions HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                            + "Authorization: Bearer " + ByHand.ADMIN_KEY + "\r\nIdempotency-Key: race\r\n"
                            + "Content-Type: application/x-ndjson\r\nContent-Length: "
                            + (FIRST_HALF.length() + SECOND_HALF.length()) + "\r\n\r\n" + FIRST_HALF)
                    .getBytes(StandardCharsets.US_ASCII));
            out.flush();
            // The look-up for the key is over, nothing is committed yet.
            await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(
                            count("pg_stat_activity where query like 'copy item%' and state = 'active'"))
                    .isOne());
            meanwhile.run();
            out.write(SECOND_HALF.getBytes(StandardCharsets.US_ASCII));
            out.flush();
            return new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static ValidatableResponse keyed(String lines) {
        return api().contentType("application/x-ndjson")
                .header("Idempotency-Key", "race")
                .body(lines.getBytes(StandardCharsets.UTF_8))
                .post("/api/v1/extractions")
                .then();
    }
}
