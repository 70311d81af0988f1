package dev.winnow.coordinator.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class UploadStallTest {
    private final Vertx vertx = Vertx.vertx();
    private final CompletableFuture<byte[]> read = new CompletableFuture<>();
    private HttpServer server;

    @BeforeEach
    void listen() throws Exception {
        server = vertx.createHttpServer()
                .requestHandler(request -> {
                    request.pause();
                    var unused = vertx.executeBlocking(() -> {
                        try (UploadStream body = UploadStream.of(request, Duration.ofMillis(200))) {
                            return read.complete(body.readAllBytes());
                        } catch (IOException e) {
                            return read.completeExceptionally(e);
                        }
                    });
                })
                .listen(0, "localhost")
                .toCompletionStage()
                .toCompletableFuture()
                .get(30, TimeUnit.SECONDS);
    }

    @AfterEach
    void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    @Test
    void a_client_that_stops_sending_is_given_up() throws IOException {
        try (Socket client = new Socket("localhost", server.actualPort())) {
            send(client, 10, "12345");

            assertThatThrownBy(() -> read.get(30, TimeUnit.SECONDS)).hasCauseInstanceOf(UploadStalledException.class);
        }
    }

    @Test
    void a_client_that_goes_away_is_no_stall() throws IOException {
        try (Socket client = new Socket("localhost", server.actualPort())) {
            send(client, 10, "12345");
        }

        assertThatThrownBy(() -> read.get(30, TimeUnit.SECONDS))
                .cause()
                .isNotInstanceOf(UploadStalledException.class)
                .hasMessageContaining("did not send all of it");
    }

    @Test
    void what_came_whole_is_read_whole() throws Exception {
        try (Socket client = new Socket("localhost", server.actualPort())) {
            send(client, 5, "12345");

            assertThat(read.get(30, TimeUnit.SECONDS)).asString().isEqualTo("12345");
        }
    }

    private static void send(Socket client, int length, String body) throws IOException {
        client.getOutputStream()
                .write(("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + length + "\r\n\r\n" + body)
                        .getBytes(StandardCharsets.US_ASCII));
    }
}
