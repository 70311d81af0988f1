package dev.winnow.worker.control;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdapterFetchTest {
    private static final String HASH = "sha256:" + "0a".repeat(32);

    @TempDir
    private Path folder;

    private final List<String> calls = new CopyOnWriteArrayList<>();
    private final CountDownLatch over = new CountDownLatch(1);
    private int status = 200;
    private String body = "files";
    private boolean stalls;
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        over.countDown();
        server.stop(0);
    }

    @Test
    void an_adapter_is_asked_for_by_its_hash_with_the_workers_key() throws Exception {
        client(Duration.ofSeconds(20)).adapter(HASH, zip());

        assertThat(zip()).hasContent("files");
        assertThat(calls).containsExactly("GET /internal/v1/adapters/" + HASH + " Bearer wk_1");
    }

    @Test
    void one_that_was_deleted_is_gone_for_good() {
        status = 404;
        body = "{\"status\":404,\"code\":\"unknown_adapter\"}";

        assertThatThrownBy(() -> client(Duration.ofSeconds(20)).adapter(HASH, zip()))
                .isInstanceOf(AdapterGoneException.class)
                .hasMessageContaining(HASH);
    }

    @Test
    void a_coordinator_that_does_not_know_the_call_or_is_away_may_be_asked_again() {
        status = 404;
        body = "{\"status\":404,\"code\":\"not_found\"}";
        assertThatThrownBy(() -> client(Duration.ofSeconds(20)).adapter(HASH, zip()))
                .isInstanceOf(CoordinatorAwayException.class);

        status = 503;
        assertThatThrownBy(() -> client(Duration.ofSeconds(20)).adapter(HASH, zip()))
                .isInstanceOf(CoordinatorAwayException.class)
                .hasMessageContaining("503");
    }

    @Test
    void a_body_that_stops_coming_is_waited_for_no_longer_than_a_fetch_may_take() {
        stalls = true;

        assertThatThrownBy(() -> client(Duration.ofMillis(500)).adapter(HASH, zip()))
                .isInstanceOf(CoordinatorAwayException.class)
                .hasMessageContaining("timed out");
    }

    private Path zip() {
        return folder.resolve("adapter.zip");
    }

    private CoordinatorClient client(Duration most) {
        URI address = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        return new CoordinatorClient(address, "wk_1", Duration.ofSeconds(10)).patient(most);
    }

    private void answer(HttpExchange exchange) throws IOException {
        calls.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                + exchange.getRequestHeaders().getFirst("Authorization"));
        byte[] bytes = body.getBytes(UTF_8);
        try (exchange) {
            exchange.sendResponseHeaders(status, stalls ? 2L * bytes.length : bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.getResponseBody().flush();
            if (stalls) {
                over.await();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
