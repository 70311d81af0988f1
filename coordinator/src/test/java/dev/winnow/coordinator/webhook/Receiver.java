package dev.winnow.coordinator.webhook;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A real HTTP server that webhooks are sent to. */
final class Receiver implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Heard> heard = new CopyOnWriteArrayList<>();
    private final AtomicInteger inside = new AtomicInteger();
    private volatile int status = 204;
    private volatile String retryAfter = "";
    private volatile CountDownLatch gate = new CountDownLatch(0);

    record Heard(String id, String timestamp, String signature, String contentType, String body) {}

    Receiver() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        server.setExecutor(threads);
        server.createContext("/", this::receive);
        server.start();
    }

    String url() {
        return "http://localhost:" + server.getAddress().getPort() + "/in";
    }

    List<Heard> heard() {
        return heard;
    }

    void answers(int next) {
        status = next;
    }

    void asksFor(String pause) {
        retryAfter = pause;
    }

    /** From now on nobody gets an answer. */
    void holdsAll() {
        gate = new CountDownLatch(1);
    }

    void letsGo() {
        gate.countDown();
    }

    /** How many wait for an answer. */
    int inside() {
        return inside.get();
    }

    private void receive(HttpExchange exchange) throws IOException {
        Headers headers = exchange.getRequestHeaders();
        heard.add(new Heard(
                headers.getFirst("webhook-id"),
                headers.getFirst("webhook-timestamp"),
                headers.getFirst("webhook-signature"),
                headers.getFirst("content-type"),
                new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
        inside.incrementAndGet();
        try {
            gate.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (!retryAfter.isEmpty()) {
            exchange.getResponseHeaders().set("Retry-After", retryAfter);
        }
        exchange.getResponseHeaders().set("Location", url());
        inside.decrementAndGet();
        exchange.sendResponseHeaders(status, -1);
        exchange.close();
    }

    @Override
    public void close() {
        letsGo();
        server.stop(0);
        threads.shutdownNow();
    }
}
