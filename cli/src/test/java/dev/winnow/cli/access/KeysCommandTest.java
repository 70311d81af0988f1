package dev.winnow.cli.access;

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

class KeysCommandTest {
    @TempDir
    Path folder;

    private final List<String> calls = new CopyOnWriteArrayList<>();
    private final Deque<String> answers = new ArrayDeque<>();
    private HttpServer service;
    private Terminal terminal;

    @BeforeEach
    void start() throws IOException {
        service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
        service.createContext("/api/v1/", this::answer);
        service.start();
        terminal = new Terminal(folder)
                .with("WINNOW_URL", "http://127.0.0.1:" + service.getAddress().getPort())
                .with("WINNOW_API_KEY", "wk_test");
    }

    private void answer(HttpExchange exchange) throws IOException {
        String asked = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        calls.add((exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + asked).strip());
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
    void key_has_the_limits_that_it_is_given() {
        answers.add("201 {\"id\": \"k-1\", \"tenant\": \"acme\", \"scopes\": [\"extract\"], \"key\": \"wk_abc\"}");

        int exit = terminal.run("keys", "create", "intern", "--requests-per-minute", "60", "--items-per-minute", "500");

        assertThat(exit).isZero();
        assertThat(calls.get(0)).endsWith("\"requests_per_minute\":60,\"items_per_minute\":500}");
    }

    @Test
    void key_is_made_and_shown_once() {
        answers.add(
                "201 {\"id\": \"k-1\", \"tenant\": \"acme\", \"scopes\": [\"extract\", \"train\"], \"key\": \"wk_abc\"}");

        assertThat(terminal.run("keys", "create", "scraper", "--scopes", "extract,train", "--tenant", "acme"))
                .isZero();

        assertThat(calls)
                .containsExactly("POST /api/v1/keys"
                        + " {\"name\":\"scraper\",\"scopes\":[\"extract\",\"train\"],\"tenant\":\"acme\"}");
        assertThat(terminal.out()).contains("k-1", "acme", "extract,train", "wk_abc");
    }

    @Test
    void keys_are_listed_with_their_last_use() {
        answers.add("200 {\"keys\": [{\"id\": \"k-1\", \"state\": \"valid\", \"name\": \"scraper\","
                + " \"scopes\": [\"extract\"], \"last_used_at\": \"2026-01-01T12:00:00Z\"},"
                + " {\"id\": \"k-2\", \"state\": \"revoked\", \"name\": \"old\", \"scopes\": [\"admin\"]}]}");

        assertThat(terminal.run("keys", "list", "--tenant", "a b")).isZero();

        assertThat(calls).containsExactly("GET /api/v1/keys?tenant=a+b");
        assertThat(terminal.out())
                .containsPattern("k-1 .*valid .*scraper .*extract .*last used 2026-01-01T12:00:00Z")
                .containsPattern("k-2 .*revoked .*old .*admin .*never used");
    }

    @Test
    void key_is_rotated_and_revoked() {
        answers.add("201 {\"id\": \"k-2\", \"tenant\": \"default\", \"scopes\": [\"extract\"], \"key\": \"wk_new\"}");
        answers.add("204 ");

        assertThat(terminal.run("keys", "rotate", "k-1", "--overlap", "60")).isZero();
        assertThat(terminal.run("keys", "revoke", "k-1")).isZero();

        assertThat(calls).containsExactly("POST /api/v1/keys/k-1/rotate?overlap_seconds=60", "DELETE /api/v1/keys/k-1");
        assertThat(terminal.out()).contains("wk_new", "Key k-1 lets nobody in any more");
    }

    @Test
    void audit_shows_who_changed_what_and_marks_what_has_no_outcome() {
        answers.add(
                "200 {\"lines\": [{\"id\": 2, \"at\": \"2026-01-01T12:00:00Z\", \"status\": 202, \"method\": \"POST\","
                        + " \"path\": \"/api/v1/extractions\", \"key_name\": \"scraper\"}, {\"id\": 1,"
                        + " \"at\": \"2026-01-01T11:00:00Z\", \"method\": \"DELETE\", \"path\": \"/x\", \"key_name\": \"old\"}]}");

        assertThat(terminal.run("keys", "audit", "--limit", "2")).isZero();

        assertThat(calls).containsExactly("GET /api/v1/audit?limit=2");
        assertThat(terminal.out())
                .containsPattern("202 +POST +/api/v1/extractions +by scraper")
                .containsPattern("\\? +DELETE +/x +by old");
    }

    @Test
    void what_the_service_refuses_is_said_with_its_remedy() {
        answers.add(
                "403 {\"code\": \"scope_not_yours\", \"status\": 403, \"detail\": \"the scopes operator and worker reach"
                        + " all tenants' work\", \"remedy\": \"use a key with the scope 'operator' to give them\"}");

        assertThat(terminal.run("keys", "create", "w", "--scopes", "worker")).isNotZero();

        assertThat(terminal.err()).contains("reach all tenants' work", "use a key with the scope 'operator'");
    }
}
