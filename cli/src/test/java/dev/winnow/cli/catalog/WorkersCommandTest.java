package dev.winnow.cli.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.winnow.cli.Terminal;
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

class WorkersCommandTest {
    private static final String UNKNOWN =
            "{\"code\": \"unknown_worker\", \"detail\": \"no worker has the name 'gone'\","
                    + " \"remedy\": \"'winnow workers' lists the names\", \"status\": 404}";

    private static final String WORKERS = """
            {"workers": [
              {"name": "gpu-3", "model": "small", "quantization": "f16", "state": "live", "tokens_per_second": 12.5,
               "resident_bytes": 1610612736, "budget_bytes": 1073741824},
              {"name": "old-1", "model": "small", "quantization": "f16", "state": "live", "tokens_per_second": 3}]}""";

    @TempDir
    Path folder;

    private final List<String> calls = new CopyOnWriteArrayList<>();
    private HttpServer service;
    private Terminal terminal;

    @BeforeEach
    void start() throws Exception {
        service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
        service.createContext("/api/v1/workers", exchange -> {
            String path = exchange.getRequestURI().getRawPath();
            calls.add(exchange.getRequestMethod() + " " + path);
            boolean list = exchange.getRequestMethod().equals("GET");
            byte[] body = (list ? WORKERS : path.contains("gone") ? UNKNOWN : "").getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(list ? 200 : body.length > 0 ? 404 : 204, body.length > 0 ? body.length : -1);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        service.start();
        terminal = new Terminal(folder)
                .with("WINNOW_URL", "http://127.0.0.1:" + service.getAddress().getPort())
                .with("WINNOW_API_KEY", "wk_test");
    }

    @AfterEach
    void stop() {
        service.stop(0);
    }

    @Test
    void workers_are_listed_with_their_memory_where_they_tell_it() {
        assertThat(terminal.run("workers")).as(terminal.err()).isZero();

        assertThat(terminal.out().lines())
                .anyMatch(line -> line.startsWith("gpu-3")
                        && line.contains("12.5 tokens/s  1536 MiB resident, tensors up to 1024 MiB"))
                .anyMatch(line -> line.startsWith("old-1") && line.endsWith("3.0 tokens/s"));
    }

    @Test
    void a_worker_is_drained_by_its_name_and_let_go_on() {
        assertThat(terminal.run("workers", "drain", "gpu 3")).isZero();
        assertThat(terminal.run("workers", "undrain", "gpu 3")).isZero();

        assertThat(calls).containsExactly("POST /api/v1/workers/gpu%203/drain", "POST /api/v1/workers/gpu%203/undrain");
    }

    @Test
    void a_worker_that_nobody_knows_is_a_wrong_input_and_the_remedy_is_told() {
        assertThat(terminal.run("workers", "drain", "gone")).isEqualTo(2);

        assertThat(terminal.err()).contains("no worker has the name 'gone'", "lists the names");
    }
}
