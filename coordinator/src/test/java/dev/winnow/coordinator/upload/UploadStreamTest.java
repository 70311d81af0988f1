package dev.winnow.coordinator.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import dev.winnow.coordinator.harness.ByHand;
import dev.winnow.coordinator.harness.CoordinatorTest;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.junit.jupiter.api.Test;

@QuarkusTest
class UploadStreamTest extends CoordinatorTest {
    private static final String LINE = "{\"input\": \"a\"}\n";

    @Test
    void a_body_far_longer_than_what_is_read_ahead_arrives_whole() throws IOException {
        int items = 60_000;
        try (Client client = new Client()) {
            client.head("Content-Length: " + (long) items * numbered(0).length());
            for (int i = 0; i < items; i++) {
                client.send(numbered(i));
            }

            assertThat(client.status()).contains("202");
            assertThat(client.body()).contains("\"items\":" + items);
        }
    }

    private static String numbered(int i) {
        return "{\"input\": \"%08d\"}%n".formatted(i);
    }

    @Test
    void a_body_in_small_pieces_arrives_whole() throws IOException {
        try (Client client = new Client()) {
            client.head("Transfer-Encoding: chunked");
            for (char c : (LINE + LINE).toCharArray()) {
                client.send("1\r\n" + c + "\r\n");
            }
            client.send("0\r\n\r\n");

            assertThat(client.status()).contains("202");
            assertThat(client.body()).contains("\"items\":2");
        }
    }

    @Test
    void a_request_without_a_body_has_none() throws IOException {
        try (Client client = new Client()) {
            client.head("Content-Length: 0");

            assertThat(client.status()).contains("400");
            assertThat(client.body()).contains("empty_body");
        }
    }

    @Test
    void a_client_that_asks_first_is_told_to_go_on() throws IOException {
        try (Client client = new Client()) {
            client.head("Expect: 100-continue\r\nContent-Length: " + LINE.length());
            assertThat(client.status()).contains("100");
            client.send(LINE);

            assertThat(client.status()).contains("202");
        }
    }

    @Test
    void a_submission_that_is_cut_off_leaves_no_job() throws IOException {
        try (Client client = new Client()) {
            client.head("Content-Length: 100000");
            client.send(LINE);
        }
        submit(1);

        api().get("/api/v1/extractions").then().body("extractions", hasSize(1));
    }

    @Test
    void after_an_early_refusal_the_connection_takes_the_next_request() throws IOException {
        String rest = LINE.repeat(100_000);
        try (Client client = new Client()) {
            client.head("Content-Length: " + (4 + rest.length()));
            client.send("no\n\n" + rest);
            assertThat(client.status()).contains("400");
            assertThat(client.body()).contains("invalid_json");

            client.head("Content-Length: " + LINE.length());
            client.send(LINE);
            assertThat(client.status()).contains("202");
        }
        api().get("/api/v1/extractions").then().body("extractions.items.size()", equalTo(1));
    }

    /** Speaks HTTP by hand, so that a test decides when which byte is sent. */
    private static final class Client implements AutoCloseable {
        private final Socket socket;
        private final OutputStream out;
        private final BufferedReader in;

        Client() throws IOException {
            this.socket = new Socket("localhost", RestAssured.port);
            socket.setSoTimeout(60_000);
            this.out = socket.getOutputStream();
            this.in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        }

        void head(String lengthAndMore) throws IOException {
            send("POST /api/v1/extractions?keys=a HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                    + ByHand.ADMIN_KEY + "\r\nContent-Type: application/x-ndjson\r\n" + lengthAndMore + "\r\n\r\n");
        }

        void send(String text) throws IOException {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }

        /** The status line of the next answer; an interim one ends with a blank line, which is read too. */
        String status() throws IOException {
            String line = in.readLine();
            if (line.contains(" 100 ")) {
                assertThat(in.readLine()).isEmpty();
            }
            return line;
        }

        /** The rest of the answer whose status was read. */
        String body() throws IOException {
            int length = 0;
            String line = in.readLine();
            while (!line.isEmpty()) {
                String header = line.toLowerCase(Locale.ROOT);
                if (header.startsWith("content-length:")) {
                    length = Integer.parseInt(
                            header.substring("content-length:".length()).strip());
                }
                line = in.readLine();
            }
            char[] text = new char[length];
            int read = 0;
            while (read < length) {
                read += in.read(text, read, length - read);
            }
            return new String(text);
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
