package dev.winnow.benchmarks.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The native API as a client uses it. Thread-safe. */
public final class CoordinatorApi {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofMinutes(30);

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final URI url;
    private final String key;
    private final Duration patience;

    /** Takes a coordinator's address and a key with scope {@code admin}. */
    public CoordinatorApi(URI url, String key) {
        this(url, key, PATIENCE);
    }

    /**
     * Takes a coordinator's address and a key with scope {@code admin}.
     *
     * @param patience how long to wait for an answer to begin
     */
    CoordinatorApi(URI url, String key, Duration patience) {
        this.url = url;
        this.key = key;
        this.patience = patience;
    }

    /**
     * Submits a job as NDJSON.
     *
     * @param idempotencyKey the same for each try of the same submission
     * @return its id
     * @throws IOException if the coordinator is away or refuses
     */
    public String submit(String idempotencyKey, BodyPublisher ndjson) throws IOException, InterruptedException {
        HttpRequest request = request("/api/v1/extractions")
                .header("Content-Type", "application/x-ndjson")
                .header("Idempotency-Key", idempotencyKey)
                .POST(ndjson)
                .build();
        return json(request).path("id").asText();
    }

    /**
     * Sends something whatever it may be, and tells what is answered to it.
     *
     * @param headers besides the key
     * @throws IOException if nothing is answered
     */
    public Answer send(String path, Map<String, String> headers, BodyPublisher body)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = request(path).POST(body);
        headers.forEach(request::header);
        HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
        return new Answer(response.statusCode(), response.body());
    }

    /** The value of a metric by its name with labels, as in {@code jvm_memory_used_bytes{area="heap",}}, all added. */
    public double metric(String name) throws IOException, InterruptedException {
        try (Stream<String> lines = lines("/q/metrics")) {
            return lines.filter(line -> line.startsWith(name))
                    .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                    .sum();
        }
    }

    /** A job's state and counts. */
    public JsonNode job(String id) throws IOException, InterruptedException {
        return json(request("/api/v1/extractions/" + id).GET().build());
    }

    /**
     * Pauses, resumes, retries or cancels a job.
     *
     * @param verb which of them, as in the path
     * @param idempotencyKey the same for each try of the same request
     * @return the job afterwards, or empty where it is in no state for that: it has ended, or has not
     * @throws IOException if the coordinator is away or refuses
     */
    public Optional<JsonNode> ask(String id, String verb, String idempotencyKey)
            throws IOException, InterruptedException {
        HttpRequest request = request("/api/v1/extractions/" + id + "/" + verb)
                .header("Idempotency-Key", idempotencyKey)
                .POST(BodyPublishers.noBody())
                .build();
        HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
        if (response.statusCode() == 409) {
            return Optional.empty();
        }
        if (response.statusCode() >= 300) {
            throw new IOException(response.statusCode() + " " + response.body());
        }
        return Optional.of(JSON.readTree(response.body()));
    }

    /**
     * Creates something that has a name.
     *
     * @return false if it is there already
     * @throws IOException if the coordinator is away or refuses
     */
    public boolean create(String path, String mediaType, String body) throws IOException, InterruptedException {
        HttpRequest request = request(path)
                .header("Content-Type", mediaType)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
        if (response.statusCode() >= 300 && response.statusCode() != 409) {
            throw new IOException(response.statusCode() + " " + response.body());
        }
        return response.statusCode() == 201;
    }

    /** What stands there, as JSON. */
    public JsonNode get(String path) throws IOException, InterruptedException {
        return json(request(path).GET().build());
    }

    /**
     * Sends something, and gives what is answered; nothing where nothing is.
     *
     * @throws IOException if the coordinator is away or refuses
     */
    public JsonNode send(String method, String path, String mediaType, byte[] body)
            throws IOException, InterruptedException {
        return json(request(path)
                .header("Content-Type", mediaType)
                .method(method, BodyPublishers.ofByteArray(body))
                .build());
    }

    /** Removes what stands there. */
    public void delete(String path) throws IOException, InterruptedException {
        HttpResponse<String> response = http.send(request(path).DELETE().build(), BodyHandlers.ofString());
        if (response.statusCode() >= 300) {
            throw new IOException(response.statusCode() + " " + response.body());
        }
    }

    /** Wants a worker to take no more work, or to take it again. */
    public void drain(String worker, boolean wanted) throws IOException, InterruptedException {
        HttpRequest request = request("/api/v1/workers/" + worker + (wanted ? "/drain" : "/undrain"))
                .POST(BodyPublishers.noBody())
                .build();
        HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
        if (response.statusCode() >= 300) {
            throw new IOException(response.statusCode() + " " + response.body());
        }
    }

    /** What a job's rows say about it, in one snapshot. */
    public JsonNode verification(String id) throws IOException, InterruptedException {
        return json(request("/api/v1/extractions/" + id + "/verification").GET().build());
    }

    /** Whether it is up, with a database and a broker. */
    public boolean ready() throws InterruptedException {
        try {
            HttpRequest request = request("/q/health/ready")
                    .timeout(Duration.ofSeconds(5))
                    .GET()
                    .build();
            return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false; // not yet
        }
    }

    /** How many workers take work now. */
    public int workers() throws IOException, InterruptedException {
        int live = 0;
        for (JsonNode worker : json(request("/api/v1/workers").GET().build()).path("workers")) {
            live += worker.path("state").asText().equals("live") ? 1 : 0;
        }
        return live;
    }

    /** Whether requests are taken for a model that workers serve. */
    public boolean serves() throws IOException, InterruptedException {
        for (JsonNode model : json(request("/api/v1/models").GET().build()).path("models")) {
            if (model.path("live").asBoolean()) {
                return true;
            }
        }
        return false;
    }

    /** The name of a model that workers serve. */
    public String model() throws IOException, InterruptedException {
        for (JsonNode model : json(request("/api/v1/models").GET().build()).path("models")) {
            if (model.path("live").asBoolean()) {
                return model.path("name").asText();
            }
        }
        throw new IOException("no worker serves a model");
    }

    /** A job's results, a line each; to be closed. */
    public Stream<String> results(String id) throws IOException, InterruptedException {
        return lines("/api/v1/extractions/" + id + "/results");
    }

    /** The same with each item's text. */
    public Stream<String> resultsWithInputs(String id) throws IOException, InterruptedException {
        return lines("/api/v1/extractions/" + id + "/results?inputs=true");
    }

    /** A job's events as they come, a line each, until the job ends; to be closed. */
    public Stream<String> events(String id) throws IOException, InterruptedException {
        return lines("/api/v1/extractions/" + id + "/events");
    }

    private Stream<String> lines(String path) throws IOException, InterruptedException {
        HttpResponse<Stream<String>> response = http.send(request(path).GET().build(), BodyHandlers.ofLines());
        if (response.statusCode() != 200) {
            throw new IOException(path + ": " + response.statusCode());
        }
        return response.body();
    }

    private JsonNode json(HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<InputStream> response = http.send(request, BodyHandlers.ofInputStream());
        try (InputStream body = response.body()) {
            byte[] bytes = body.readAllBytes();
            if (response.statusCode() >= 300) {
                throw new IOException(response.statusCode() + " " + new String(bytes, StandardCharsets.UTF_8));
            }
            return JSON.readTree(bytes);
        }
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(url.resolve(path)).timeout(patience).header("Authorization", "Bearer " + key);
    }

    /** What was answered. */
    public record Answer(int status, String body) {}
}
