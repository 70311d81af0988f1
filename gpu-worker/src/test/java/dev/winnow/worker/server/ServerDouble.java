package dev.winnow.worker.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A server that speaks OpenAI's protocol over real connections, and says what the test wants. */
final class ServerDouble implements AutoCloseable {
    static final ObjectMapper JSON = new ObjectMapper();
    static final String VALID = "{\"title\": \"Plum Cake\"}";

    /** The items' requests; those that only ask whether it works are counted. */
    final List<JsonNode> requests = new CopyOnWriteArrayList<>();

    final List<String> keys = new CopyOnWriteArrayList<>();
    final AtomicInteger hellos = new AtomicInteger();
    final AtomicInteger looks = new AtomicInteger();
    final AtomicInteger open = new AtomicInteger();
    final AtomicInteger mostOpen = new AtomicInteger();
    volatile Function<JsonNode, Answer> onItem = request -> Answer.written(VALID);
    volatile Answer onHello = Answer.written("Hi");
    volatile Answer models = Answer.of(200, """
            {"data": [{"id": "org/Some-Model", "owned_by": "vllm", "max_model_len": 2048, "parent": null}]}""");
    volatile Answer loras = Answer.of(200, "[]");
    volatile Answer props = Answer.of(404, "{}");

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final int port;
    private @Nullable HttpServer server;

    ServerDouble() {
        port = start(0);
    }

    /** What it answers. */
    record Answer(int status, String body, List<String> header, Way way) {
        static Answer of(int status, String body) {
            return new Answer(status, body, List.of(), Way.WHOLE);
        }

        static Answer of(int status, String body, String header, String value) {
            return new Answer(status, body, List.of(header, value), Way.WHOLE);
        }

        static Answer written(String text) {
            return written(text, "stop", 7);
        }

        static Answer written(String text, String finish, int tokens) {
            try {
                return of(200, """
                        {"model": "org/Some-Model", "choices": [{"finish_reason": "%s", "message": {"role": "assistant", "content": %s}}],
                         "usage": {"prompt_tokens": 30, "completion_tokens": %d}}""".formatted(finish, JSON.writeValueAsString(text), tokens));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        static Answer half() {
            return new Answer(200, "{\"choices\": [", List.of(), Way.HALF);
        }

        static Answer never() {
            return new Answer(200, "", List.of(), Way.NEVER);
        }
    }

    private enum Way {
        WHOLE,
        HALF,
        NEVER
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** It goes, and its connections with it. */
    void stop() {
        if (server != null) {
            server.stop(0);
            server = null;
        }
    }

    /** It is there again, where it was. */
    void restart() {
        start(port);
    }

    private int start(int where) {
        try {
            HttpServer made = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), where), 0);
            made.setExecutor(threads);
            made.createContext("/v1/models", exchange -> {
                looks.incrementAndGet();
                answer(exchange, models);
            });
            made.createContext("/lora-adapters", exchange -> answer(exchange, loras));
            made.createContext("/props", exchange -> answer(exchange, props));
            made.createContext("/v1/chat/completions", this::complete);
            made.start();
            server = made;
            return made.getAddress().getPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void complete(HttpExchange exchange) throws IOException {
        JsonNode request = JSON.readTree(exchange.getRequestBody().readAllBytes());
        keys.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
        if (request.at("/messages/0/content").asText().equals("Hello")) {
            hellos.incrementAndGet();
            answer(exchange, onHello);
            return;
        }
        mostOpen.accumulateAndGet(open.incrementAndGet(), Math::max);
        try {
            requests.add(request);
            answer(exchange, onItem.apply(request));
        } finally {
            open.decrementAndGet();
        }
    }

    private void answer(HttpExchange exchange, Answer answer) throws IOException {
        byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
        try (exchange) {
            if (answer.way() == Way.NEVER) {
                ended.await();
                return;
            }
            if (!answer.header().isEmpty()) {
                exchange.getResponseHeaders()
                        .set(answer.header().get(0), answer.header().get(1));
            }
            int promised = body.length + (answer.way() == Way.HALF ? 100 : 0);
            exchange.sendResponseHeaders(answer.status(), promised == 0 ? -1 : promised);
            exchange.getResponseBody().write(body);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        ended.countDown();
        stop();
        threads.shutdownNow();
    }
}
