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
import java.util.Optional;

/** Asks the processes on this machine how they are. Silence is an answer too. Thread-safe. */
final class LocalProbe {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

    /** Whether a coordinator says that it is ready. */
    boolean coordinatorReady(String url) {
        return get(url + "/q/health/ready").isPresent();
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
        try {
            HttpResponse<String> response = http.send(
                    HttpRequest.newBuilder(URI.create(url))
                            .timeout(Duration.ofSeconds(5))
                            .build(),
                    HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
            return response.statusCode() == 200 ? Optional.of(response.body()) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty(); // not there yet, or not any more
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
