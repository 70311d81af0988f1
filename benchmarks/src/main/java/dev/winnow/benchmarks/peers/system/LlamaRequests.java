package dev.winnow.benchmarks.peers.system;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.benchmarks.peers.document.TokenDocument;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What llama-server is asked, and what its answers mean. Thread-safe once the schema is known. */
final class LlamaRequests {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final URI root;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private String grammar = "";

    LlamaRequests(int port) {
        this.root = URI.create("http://127.0.0.1:" + port);
    }

    boolean isReady() throws IOException, InterruptedException {
        try {
            HttpRequest request =
                    HttpRequest.newBuilder(root.resolve("/health")).build();
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (ConnectException e) {
            return false; // it is not so far yet
        }
    }

    /** Takes the grammar that the server itself makes of a schema. */
    void useSchema(JsonNode schema) throws IOException, InterruptedException {
        ObjectNode body = body(1);
        body.put("prompt", "{");
        body.set("json_schema", schema);
        grammar = compact(post(body).path("generation_settings").path("grammar").asText());
    }

    /** The same grammar without white space between tokens, which Winnow does not write either. */
    static String compact(String grammar) {
        if (!grammar.contains("space ::=")) {
            throw new IllegalArgumentException("the server's grammar has no rule for white space: " + grammar);
        }
        return grammar.lines()
                .map(line -> line.startsWith("space ::=") ? "space ::= \"\"" : line)
                .collect(Collectors.joining("\n"));
    }

    /** A grammar of nothing but these tokens. */
    static String exactly(List<Integer> tokens) {
        return tokens.stream().map(token -> "<[" + token + "]>").collect(Collectors.joining(" ", "root ::= ", ""));
    }

    Output complete(Task task, TokenDocument document) throws IOException, InterruptedException {
        return switch (task.kind()) {
            case PREFILL -> output(post(body(1, document)), Integer.MAX_VALUE);
            case FREE -> {
                ObjectNode body = body(task.mostOutputTokens(), document);
                body.put("grammar", grammar);
                yield output(post(body), task.mostOutputTokens());
            }
            case FORCED -> {
                ObjectNode body = body(document.reference().size(), document);
                body.put("grammar", exactly(document.reference()));
                yield output(post(body), Integer.MAX_VALUE);
            }
        };
    }

    private static ObjectNode body(int mostTokens, TokenDocument document) {
        ObjectNode body = body(mostTokens);
        body.set("prompt", MAPPER.valueToTree(document.prompt()));
        return body;
    }

    private static ObjectNode body(int mostTokens) {
        ObjectNode body = MAPPER.createObjectNode();
        body.put("n_predict", mostTokens);
        body.put("return_tokens", true);
        // The likeliest token, found without sorting all others.
        body.put("temperature", 0);
        body.putArray("samplers").add("temperature");
        return body;
    }

    private JsonNode post(ObjectNode body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(root.resolve("/completion"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(MAPPER.writeValueAsString(body)))
                .build();
        HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new IOException("status %d: %s".formatted(response.statusCode(), response.body()));
        }
        return MAPPER.readTree(response.body());
    }

    /** Reads an answer; one that the limit has ended is truncated. */
    static Output output(JsonNode answer, int limit) {
        List<Integer> tokens = new ArrayList<>();
        answer.path("tokens").forEach(token -> tokens.add(token.asInt()));
        JsonNode timings = answer.path("timings");
        boolean ended = answer.path("stop_type").asText().equals("eos");
        int written = timings.path("predicted_n").asInt();
        if (ended && !tokens.isEmpty()) {
            tokens.remove(tokens.size() - 1); // the end token itself
        }
        int steps = written - timings.path("draft_n_accepted").asInt(0);
        return new Output(tokens, steps, !ended && tokens.size() >= limit);
    }
}
