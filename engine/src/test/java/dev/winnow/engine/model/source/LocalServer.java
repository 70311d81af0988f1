package dev.winnow.engine.model.source;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** An HTTP server on the loopback interface that answers as a test tells it, and remembers what it was asked. */
final class LocalServer implements AutoCloseable {
    /** What one request asked. */
    record Asked(String path, Optional<String> range, Optional<String> authorization) {}

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<String, HttpHandler> routes = new ConcurrentHashMap<>();
    private final List<Asked> asked = new CopyOnWriteArrayList<>();

    LocalServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    URI address(String path) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    }

    LocalServer on(String path, HttpHandler handler) {
        routes.put(path, handler);
        return this;
    }

    /** Serves a page. */
    LocalServer page(String path, String type, String text) {
        return on(path, exchange -> {
            exchange.getResponseHeaders().add("Content-Type", type);
            whole(exchange, text.getBytes(StandardCharsets.UTF_8));
        });
    }

    /** Serves a file, or the range of it that is asked for. */
    LocalServer file(String path, byte[] bytes) {
        return on(path, exchange -> ranged(exchange, bytes));
    }

    List<Asked> asked() {
        return List.copyOf(asked);
    }

    List<Asked> asked(String path) {
        return asked.stream().filter(one -> one.path().equals(path)).toList();
    }

    static void whole(HttpExchange exchange, byte[] bytes) throws IOException {
        exchange.sendResponseHeaders(200, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    static void ranged(HttpExchange exchange, byte[] bytes) throws IOException {
        String range = exchange.getRequestHeaders().getFirst("Range");
        if (range == null) {
            whole(exchange, bytes);
            return;
        }
        int from = Integer.parseInt(range.replaceAll("bytes=(\\d+)-", "$1"));
        byte[] rest = Arrays.copyOfRange(bytes, from, bytes.length);
        exchange.getResponseHeaders()
                .add("Content-Range", "bytes %d-%d/%d".formatted(from, bytes.length - 1, bytes.length));
        exchange.sendResponseHeaders(206, rest.length);
        exchange.getResponseBody().write(rest);
        exchange.close();
    }

    static void status(HttpExchange exchange, int status) throws IOException {
        exchange.sendResponseHeaders(status, -1);
        exchange.close();
    }

    static void redirect(HttpExchange exchange, String target) throws IOException {
        exchange.getResponseHeaders().add("Location", target);
        status(exchange, 302);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().toString();
        asked.add(new Asked(
                path,
                Optional.ofNullable(exchange.getRequestHeaders().getFirst("Range")),
                Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization"))));
        routes.getOrDefault(path, unknown -> status(unknown, 404)).handle(exchange);
    }
}
