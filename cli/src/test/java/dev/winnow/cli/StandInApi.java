package dev.winnow.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A real HTTP server that remembers what it was asked, and answers as it was told. */
public final class StandInApi implements AutoCloseable {
    private final HttpServer server;
    private final List<String> calls = new CopyOnWriteArrayList<>();
    private final Deque<String> answers = new ArrayDeque<>();

    public StandInApi() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
        server.createContext("/api/v1/", this::answer);
        server.start();
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** What the next question is answered: {@code 200 {...}}. */
    public void answers(String answer) {
        answers.add(answer);
    }

    /** Method, path and body of each question. */
    public List<String> calls() {
        return calls;
    }

    private void answer(HttpExchange exchange) throws IOException {
        String asked = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
        calls.add((exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + asked).strip());
        String[] answer = answers.remove().split(" ", 2);
        byte[] body = answer.length == 1 ? new byte[0] : answer[1].getBytes(UTF_8);
        try (exchange) {
            exchange.sendResponseHeaders(Integer.parseInt(answer[0]), body.length > 0 ? body.length : -1);
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
