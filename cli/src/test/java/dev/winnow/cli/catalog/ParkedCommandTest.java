package dev.winnow.cli.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.winnow.cli.Terminal;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParkedCommandTest {
    private static final String MESSAGE =
            "{\"id\": %d, \"queue\": \"winnow.results\", \"reason\": \"there is no shard 7\","
                    + " \"parked_at\": \"2026-01-01T12:00:00Z\", \"bytes\": 9, \"encoding\": \"utf-8\", \"body\": \"the bytes\"}";

    @TempDir
    Path folder;

    private final List<String> calls = new CopyOnWriteArrayList<>();
    private HttpServer service;
    private Terminal terminal;

    @BeforeEach
    void start() throws IOException {
        service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
        service.createContext("/api/v1/parked-messages", this::answer);
        service.start();
        terminal = new Terminal(folder)
                .with("WINNOW_URL", "http://127.0.0.1:" + service.getAddress().getPort())
                .with("WINNOW_API_KEY", "wk_test");
    }

    private void answer(HttpExchange exchange) throws IOException {
        String call = exchange.getRequestMethod() + " "
                + exchange.getRequestURI().toString().substring("/api/v1".length());
        calls.add(call);
        if (call.equals("GET /parked-messages?limit=100")) {
            send(exchange, 200, page(8, "\"8\""));
        } else if (call.startsWith("GET /parked-messages?")) {
            send(exchange, 200, page(3, "null"));
        } else if (call.startsWith("GET ")) {
            send(exchange, 200, MESSAGE.formatted(3));
        } else if (call.endsWith("/8/retry")) {
            send(exchange, 409, "{\"code\": \"still_refused\", \"detail\": \"refused again\", \"status\": 409}");
        } else if (call.contains("/99")) {
            send(
                    exchange,
                    404,
                    "{\"code\": \"unknown_parked_message\", \"detail\": \"there is none\", \"status\": 404}");
        } else {
            send(exchange, 204, "");
        }
    }

    private static String page(int id, String next) {
        return "{\"parked_messages\": [" + MESSAGE.formatted(id) + "], \"total\": 2, \"next_cursor\": " + next + "}";
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @AfterEach
    void stop() {
        service.stop(0);
    }

    @Test
    void they_are_listed_with_their_reasons() {
        assertThat(terminal.run("parked", "list")).isZero();
        assertThat(calls).containsExactly("GET /parked-messages?limit=20");
        assertThat(terminal.out()).contains("3", "2026-01-01T12:00:00Z", "winnow.results", "there is no shard 7");
        assertThat(terminal.err()).contains("1 of 2 parked messages");
    }

    @Test
    void more_than_a_page_is_followed() {
        assertThat(terminal.run("parked", "list", "--limit", "150")).isZero();
        assertThat(calls).containsExactly("GET /parked-messages?limit=100", "GET /parked-messages?limit=50&cursor=8");
        assertThat(terminal.err()).contains("2 of 2 parked messages");
    }

    @Test
    void one_is_shown_whole_and_only_its_body_on_the_standard_output() {
        assertThat(terminal.run("parked", "show", "3")).isZero();
        assertThat(terminal.out()).isEqualToIgnoringNewLines("the bytes");
        assertThat(terminal.err()).contains("there is no shard 7");
    }

    @Test
    void those_that_are_refused_again_do_not_hold_up_the_others_and_the_command_fails() {
        assertThat(terminal.run("parked", "retry", "8", "3")).isEqualTo(1);
        assertThat(calls).containsExactly("POST /parked-messages/8/retry", "POST /parked-messages/3/retry");
        assertThat(terminal.out()).contains("Message 3 is recorded");
        assertThat(terminal.err()).contains("refused again");
    }

    @Test
    void they_are_deleted_by_id_and_an_id_that_is_not_there_is_a_wrong_input() {
        assertThat(terminal.run("parked", "delete", "3")).isZero();
        assertThat(terminal.run("parked", "delete", "99")).isEqualTo(2);
        assertThat(calls).containsExactly("DELETE /parked-messages/3", "DELETE /parked-messages/99");
    }
}
