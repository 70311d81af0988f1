package dev.winnow.coordinator.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class UploadStallTest {
    private static final Duration SHORT = Duration.ofMillis(200);
    private static final Duration LONG = Duration.ofMinutes(10);

    private final Vertx vertx = Vertx.vertx();
    private final CompletableFuture<byte[]> read = new CompletableFuture<>();
    private final CompletableFuture<Void> gone = new CompletableFuture<>();

    @AfterEach
    void close() throws Exception {
        within(vertx.close().toCompletionStage().toCompletableFuture());
    }

    @Test
    void a_client_that_stops_sending_is_given_up() throws Exception {
        HttpServer server = listen(request -> readWithin(SHORT, request));
        try (Socket client = new Socket("localhost", server.actualPort())) {
            send(client, 10, "12345");

            assertThatThrownBy(() -> within(read)).hasCauseInstanceOf(UploadStalledException.class);
        }
    }

    @Test
    void a_client_that_drips_is_given_up() throws Exception {
        HttpServer server = listen(request -> readWithin(SHORT, request));
        ScheduledExecutorService drips = Executors.newSingleThreadScheduledExecutor();
        try (Socket client = new Socket("localhost", server.actualPort())) {
            send(client, 1_000_000, "1");
            var unused = drips.scheduleAtFixedRate(() -> drip(client), 0, 10, TimeUnit.MILLISECONDS);

            assertThatThrownBy(() -> within(read))
                    .hasCauseInstanceOf(UploadStalledException.class)
                    .cause()
                    .hasMessageContaining("bytes of the body came in");
        } finally {
            drips.shutdownNow();
        }
    }

    @Test
    void a_client_that_goes_away_is_no_stall() throws Exception {
        HttpServer server = listen(request -> readWithin(LONG, request));
        try (Socket client = new Socket("localhost", server.actualPort())) {
            send(client, 10, "12345");
        }

        assertThatThrownBy(() -> within(read)).cause().hasMessageContaining("did not send all of it");
    }

    @Test
    void a_client_that_was_gone_before_anyone_read_is_no_stall() throws Exception {
        HttpServer server = listen(request -> {
            within(gone);
            readWithin(LONG, request);
        });
        try (Socket client = new Socket("localhost", server.actualPort())) {
            send(client, 10, "12345");
        }

        assertThatThrownBy(() -> within(read)).cause().hasMessageContaining("did not send all of it");
    }

    @Test
    void what_came_whole_is_read_whole() throws Exception {
        HttpServer server = listen(request -> readWithin(LONG, request));
        try (Socket client = new Socket("localhost", server.actualPort())) {
            send(client, 5, "12345");

            assertThat(within(read)).asString().isEqualTo("12345");
        }
    }

    private HttpServer listen(Reader reader) throws Exception {
        return within(vertx.createHttpServer()
                .requestHandler(request -> {
                    request.pause();
                    request.connection().closeHandler(closed -> gone.complete(null));
                    var unused = vertx.executeBlocking(() -> {
                        reader.read(request);
                        return null;
                    });
                })
                .listen(0, "localhost")
                .toCompletionStage()
                .toCompletableFuture());
    }

    private void readWithin(Duration patience, HttpServerRequest request) {
        try (UploadStream body = UploadStream.of(request, patience)) {
            read.complete(body.readAllBytes());
        } catch (IOException e) {
            read.completeExceptionally(e);
        }
    }

    private static <T> T within(CompletableFuture<T> future)
            throws ExecutionException, InterruptedException, TimeoutException {
        return future.get(30, TimeUnit.SECONDS);
    }

    private static void drip(Socket client) {
        try {
            client.getOutputStream().write('1');
        } catch (IOException e) {
            throw new UncheckedIOException(e); // which ends the dripping
        }
    }

    private static void send(Socket client, int length, String body) throws IOException {
        client.getOutputStream()
                .write(("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + length + "\r\n\r\n" + body)
                        .getBytes(StandardCharsets.US_ASCII));
    }

    private interface Reader {
        void read(HttpServerRequest request) throws Exception;
    }
}
