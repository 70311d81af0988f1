package dev.winnow.cli.machine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Asks the processes on this machine how they are. Silence is an answer too. Thread-safe. */
final class LocalProbe {
    private static final ObjectMapper JSON = new ObjectMapper();

    // A coordinator waits ten seconds for a database that is away before it says so.
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

    /** Whether a coordinator says that it is ready. */
    boolean coordinatorReady(String url) {
        return answer(url + "/q/health/ready")
                .filter(response -> response.statusCode() == 200)
                .isPresent();
    }

    /** What a coordinator that answers lacks to be ready, in words; nothing if it is ready or does not answer. */
    List<String> coordinatorTrouble(String url) {
        List<String> trouble = new ArrayList<>();
        answer(url + "/q/health/ready")
                .filter(response -> response.statusCode() != 200)
                .ifPresent(response -> collectTrouble(response.body(), trouble));
        return trouble;
    }

    private static void collectTrouble(String body, List<String> trouble) {
        try {
            for (JsonNode check : JSON.readTree(body).path("checks")) {
                if (!check.path("status").asText().equals("UP")) {
                    List<String> data = new ArrayList<>();
                    check.path("data").forEach(value -> data.add(value.asText()));
                    trouble.add(check.path("name").asText() + ": " + (data.isEmpty() ? "no" : String.join("; ", data)));
                }
            }
        } catch (IOException e) {
            trouble.add("it does not tell why: " + e.getMessage());
        }
    }

    /** What a worker says of itself. */
    Optional<WorkerStatus> worker(String healthPort) {
        return get("http://127.0.0.1:" + healthPort + "/status").map(LocalProbe::status);
    }

    private static WorkerStatus status(String body) {
        try {
            JsonNode node = JSON.readTree(body);
            return new WorkerStatus(
                    node.path("phase").asText(),
                    node.path("done_bytes").asLong(),
                    node.path("total_bytes").asLong(),
                    node.path("message").asText(""),
                    node.path("model").asText(""));
        } catch (IOException e) {
            return WorkerStatus.SILENT;
        }
    }

    private Optional<String> get(String url) {
        return answer(url).filter(response -> response.statusCode() == 200).map(HttpResponse::body);
    }

    private Optional<HttpResponse<String>> answer(String url) {
        try {
            return Optional.of(http.send(
                    HttpRequest.newBuilder(URI.create(url)).timeout(PATIENCE).build(),
                    HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            return Optional.empty(); // not there yet, or not any more
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
