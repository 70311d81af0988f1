package dev.winnow.cli.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.winnow.cli.Terminal;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WebhooksCommandTest {
    @TempDir
    Path folder;

    private final List<String> calls = new CopyOnWriteArrayList<>();
    private final Deque<String> answers = new ArrayDeque<>();
    private HttpServer service;
    private Terminal terminal;

    @BeforeEach
    void start() throws IOException {
        service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
        service.createContext("/api/v1/webhooks", this::answer);
        service.start();
        terminal = new Terminal(folder)
                .with("WINNOW_URL", "http://127.0.0.1:" + service.getAddress().getPort())
                .with("WINNOW_API_KEY", "wk_test");
    }

    private void answer(HttpExchange exchange) throws IOException {
        String asked = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        calls.add((exchange.getRequestMethod() + " " + exchange.getRequestURI().getRawPath() + " " + asked).strip());
        String[] answer = answers.remove().split(" ", 2);
        byte[] body = answer[1].getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(Integer.parseInt(answer[0]), body.length > 0 ? body.length : -1);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @AfterEach
    void stop() {
        service.stop(0);
    }

    @Test
    void a_webhook_is_added_and_its_secret_is_told() {
        answers.add(
                "201 {\"id\": \"w-1\", \"secret\": \"whsec_abc\", \"events\": [\"job.finished\", \"job.cancelled\"]}");

        assertThat(terminal.run("webhooks", "add", "https://example.org/in", "--events", "job.finished,job.cancelled"))
                .isZero();

        assertThat(calls)
                .containsExactly("POST /api/v1/webhooks"
                        + " {\"url\":\"https://example.org/in\",\"events\":[\"job.finished\",\"job.cancelled\"]}");
        assertThat(terminal.out()).contains("w-1", "job.finished, job.cancelled", "whsec_abc");
    }

    @Test
    void webhooks_are_listed_with_what_is_wrong_with_them() {
        answers.add("200 {\"webhooks\": [{\"id\": \"w-1\", \"url\": \"https://a.example/\", \"state\": \"disabled\","
                + " \"disabled_reason\": \"it wants no more\", \"failing_since\": \"2026-01-01T12:00:00Z\","
                + " \"events\": [\"job.finished\"]}, {\"id\": \"w-2\", \"url\": \"https://b.example/\","
                + " \"state\": \"enabled\", \"failing_since\": \"2026-01-01T12:00:00Z\", \"events\": []}]}");
        answers.add("200 {\"webhooks\": []}");

        assertThat(terminal.run("webhooks", "list")).isZero();
        assertThat(terminal.run("webhooks", "list")).isZero();

        assertThat(terminal.out())
                .containsPattern("w-1 .*disabled  https://a.example/  \\(job.finished\\)  it wants no more")
                .containsPattern("w-2 .*failing ");
        assertThat(terminal.err()).contains("No webhook is registered");
    }

    @Test
    void a_webhook_is_removed() {
        answers.add("204 ");

        assertThat(terminal.run("webhooks", "remove", "w/1")).isZero();

        assertThat(calls).containsExactly("DELETE /api/v1/webhooks/w%2F1");
    }

    @Test
    void a_test_tells_how_it_went() {
        answers.add("202 {\"id\": \"msg_1\", \"state\": \"waiting\"}");
        answers.add("200 {\"id\": \"msg_1\", \"state\": \"delivered\", \"status\": 204}");
        answers.add("202 {\"id\": \"msg_2\", \"state\": \"failed\", \"error\": \"the receiver answered 500\"}");

        assertThat(terminal.run("webhooks", "test", "w-1")).isZero();
        assertThat(terminal.run("webhooks", "test", "w-1")).isEqualTo(1);

        assertThat(calls)
                .containsExactly(
                        "POST /api/v1/webhooks/w-1/test",
                        "GET /api/v1/webhooks/w-1/deliveries/msg_1",
                        "POST /api/v1/webhooks/w-1/test");
        assertThat(terminal.out()).contains("the receiver answered 204", "the receiver answered 500");
    }

    @Test
    void what_the_service_refuses_is_told_with_its_remedy() {
        answers.add("422 {\"code\": \"url_refused\", \"detail\": \"the URL must begin with https://\","
                + " \"pointer\": \"/url\", \"remedy\": \"let the receiver speak TLS\", \"status\": 422}");

        assertThat(terminal.run("webhooks", "add", "http://example.org/")).isEqualTo(2);

        assertThat(terminal.err()).contains("url_refused", "must begin with https://", "let the receiver speak TLS");
    }
}
