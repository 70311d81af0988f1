package dev.winnow.cli.extraction;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** A real HTTP server that speaks the part of the coordinator's interface that `extract` uses. */
final class StandInService implements AutoCloseable {
    private final HttpServer server;
    private final Deque<Answer> refusals = new ArrayDeque<>();
    private final Deque<Answer> polls = new ArrayDeque<>();
    private Answer retry = new Answer(200, "{}");
    private Answer deletion = new Answer(204, "");
    private final List<String> deleted = new ArrayList<>();
    private final List<String> cancelled = new ArrayList<>();
    private String query = "";
    private Answer results = new Answer(200, "");
    private String verification = "";
    private String estimate = "";
    private int items = -1;
    private List<JsonNode> received = new ArrayList<>();
    private String authorization = "";
    private final List<String> keys = new ArrayList<>();
    private boolean breaksSubmission;
    private boolean breaksResults;

    record Answer(int status, String body, String retryAfter) {
        Answer(int status, String body) {
            this(status, body, "");
        }
    }

    StandInService() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
        server.createContext("/api/v1/extractions", this::handle);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    void refuses(int status, String problem) {
        refusals.add(new Answer(status, problem));
    }

    /** Refuses the next submission, and asks to be left alone for so many seconds. */
    void refusesFor(int status, String problem, int seconds) {
        refusals.add(new Answer(status, problem, String.valueOf(seconds)));
    }

    /** Takes the next submission, and breaks the connection before it says so. */
    void breaksNextSubmission() {
        breaksSubmission = true;
    }

    /** Breaks the connection in the middle of the next results. */
    void breaksNextResults() {
        breaksResults = true;
    }

    /** The idempotency key of each submission. */
    List<String> keys() {
        return keys;
    }

    /** What the next question for the job is answered; afterwards it is done. */
    void answersPoll(int status, String body) {
        polls.add(new Answer(status, body));
    }

    /** What the next wish for a retry is answered. */
    void answersRetry(int status, String body) {
        retry = new Answer(status, body);
    }

    /** What the next wish for a deletion is answered. */
    void answersDeletion(int status, String body) {
        deletion = new Answer(status, body);
    }

    /** The paths that were to be deleted. */
    List<String> deleted() {
        return deleted;
    }

    /** The paths that were to be cancelled. */
    List<String> cancelled() {
        return cancelled;
    }

    /** What the last wish for a retry or for results said besides. */
    String query() {
        return query;
    }

    void hasResults(String ndjson) {
        results = new Answer(200, ndjson);
    }

    void verifies(String answer) {
        verification = answer;
    }

    void estimates(String answer) {
        estimate = answer;
    }

    void claimsItems(int count) {
        items = count;
    }

    List<JsonNode> received() {
        return received;
    }

    String authorization() {
        return authorization;
    }

    private synchronized void handle(HttpExchange exchange) throws IOException {
        authorization = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
        String path = exchange.getRequestURI().getPath();
        if (exchange.getRequestMethod().equals("DELETE")) {
            deleted.add(path);
            answer(exchange, deletion);
        } else if (path.endsWith("/cancel")) {
            cancelled.add(path);
            answer(exchange, new Answer(200, job("cancelled", 1)));
        } else if (path.endsWith("/pause")) {
            answer(exchange, new Answer(200, job("paused", 1)));
        } else if (path.endsWith("/retry")) {
            query = String.valueOf(exchange.getRequestURI().getQuery());
            answer(exchange, retry);
        } else if (path.endsWith("/resume")) {
            answer(exchange, new Answer(200, job("running", 1)));
        } else if (path.endsWith("/extractions") && exchange.getRequestMethod().equals("GET")) {
            answer(exchange, new Answer(200, "{\"extractions\":[{\"id\":\"j-0\",\"state\":\"done\"}]}"));
        } else if (exchange.getRequestMethod().equals("POST")) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            received = new ArrayList<>();
            for (String line : body.split("\n", -1)) {
                if (!line.isEmpty()) {
                    received.add(new ObjectMapper().readTree(line));
                }
            }
            keys.add(exchange.getRequestHeaders().getFirst("Idempotency-Key"));
            if (breaksSubmission) {
                breaksSubmission = false;
                exchange.close();
                return;
            }
            if (items < 0) {
                items = received.size() - 1;
            }
            if (path.endsWith("/estimate")) {
                answer(exchange, refusals.isEmpty() ? new Answer(200, estimate) : refusals.poll());
                return;
            }
            answer(exchange, refusals.isEmpty() ? new Answer(202, job("planning", 0)) : refusals.poll());
        } else if (path.endsWith("/verification")) {
            answer(exchange, new Answer(200, verification));
        } else if (path.endsWith("/results")) {
            query = String.valueOf(exchange.getRequestURI().getQuery());
            if (breaksResults) {
                breaksResults = false;
                exchange.sendResponseHeaders(200, results.body().length() + 100L);
                exchange.getResponseBody().write(results.body().getBytes(StandardCharsets.UTF_8));
                exchange.getResponseBody().flush();
                exchange.close();
                return;
            }
            answer(exchange, results);
        } else {
            answer(exchange, polls.isEmpty() ? new Answer(200, job("done", items)) : polls.poll());
        }
    }

    String job(String state, int succeeded) {
        return "{\"id\":\"j-1\",\"state\":\"%s\",\"items\":%d,\"succeeded\":%d,\"failed\":0,\"items_per_second\":2.5,\"eta_seconds\":70}"
                .formatted(state, items, succeeded);
    }

    private static void answer(HttpExchange exchange, Answer answer) throws IOException {
        byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
        if (!answer.retryAfter().isEmpty()) {
            exchange.getResponseHeaders().set("Retry-After", answer.retryAfter());
        }
        exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
        if (body.length > 0) {
            exchange.getResponseBody().write(body);
        }
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
