package dev.winnow.cli.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.winnow.cli.console.CommandException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * The coordinator's REST interface. Refusals come as {@link ServiceProblem}, an unreachable service as
 * {@link AwayException}. Thread-safe.
 */
public final class ServiceClient {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String EXTRACTIONS = "/api/v1/extractions";

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();
    private final Endpoint endpoint;

    /** Speaks to the coordinator there. */
    public ServiceClient(Endpoint endpoint) {
        this.endpoint = endpoint;
    }

    /** The service does not answer now; it may later. */
    public static final class AwayException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        AwayException(String url, Throwable cause) {
            super(url + " does not answer: " + reason(cause), cause);
        }

        private static String reason(Throwable cause) {
            return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        }

        /** The command's end, for those who do not wait. */
        public CommandException ending() {
            return CommandException.unreachable(
                    getMessage() + "\n`winnow status` tells what runs here, `winnow up -d` starts it");
        }
    }

    /** Where the service is. */
    public String url() {
        return endpoint.url();
    }

    /** Submits a job; the stream is read as it is sent. */
    public Job submit(Supplier<InputStream> ndjson) {
        return Job.read(json(request(EXTRACTIONS)
                .header("Content-Type", "application/x-ndjson")
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .timeout(Duration.ofHours(2))
                .POST(BodyPublishers.ofInputStream(ndjson))));
    }

    /** How a job is doing. */
    public Job job(String id) {
        return Job.read(get(EXTRACTIONS + "/" + escape(id)));
    }

    /** The newest jobs. */
    public List<Job> jobs() {
        List<Job> jobs = new ArrayList<>();
        get(EXTRACTIONS + "?limit=100").path("extractions").forEach(node -> jobs.add(Job.read(node)));
        return jobs;
    }

    /** Stops a job; results that it has stay. */
    public Job cancel(String id) {
        return Job.read(json(request(EXTRACTIONS + "/" + escape(id) + "/cancel").POST(BodyPublishers.noBody())));
    }

    /** The results as NDJSON, in the order of the items. The caller closes the stream. */
    public InputStream results(String id) {
        HttpRequest request = request(EXTRACTIONS + "/" + escape(id) + "/results")
                .timeout(Duration.ofMinutes(2))
                .GET()
                .build();
        HttpResponse<InputStream> response = send(request, BodyHandlers.ofInputStream());
        if (response.statusCode() >= 300) {
            throw problem(response.statusCode(), read(response.body()));
        }
        return response.body();
    }

    /** Any other resource. */
    public JsonNode get(String path) {
        return json(request(path).GET());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(uri(path))
                .header("Authorization", "Bearer " + endpoint.key())
                .header("Accept", "application/json, application/problem+json, application/x-ndjson")
                .timeout(Duration.ofSeconds(30));
    }

    private URI uri(String path) {
        try {
            return URI.create(endpoint.url() + path);
        } catch (IllegalArgumentException e) {
            throw CommandException.usage("WINNOW_URL is not an address: " + e.getMessage());
        }
    }

    private JsonNode json(HttpRequest.Builder request) {
        HttpResponse<byte[]> response = send(request.build(), BodyHandlers.ofByteArray());
        if (response.statusCode() >= 300) {
            throw problem(response.statusCode(), response.body());
        }
        try {
            return JSON.readTree(response.body());
        } catch (IOException e) {
            throw CommandException.failed(endpoint.url() + " does not speak Winnow's language: " + e.getMessage());
        }
    }

    private static ServiceProblem problem(int status, byte[] body) {
        try {
            return ServiceProblem.of(status, JSON.readTree(body));
        } catch (IOException e) {
            return ServiceProblem.of(status, null); // a proxy's own page
        }
    }

    private byte[] read(InputStream body) {
        try (body) {
            return body.readAllBytes();
        } catch (IOException e) {
            throw new AwayException(endpoint.url(), e);
        }
    }

    private <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> handler) {
        try {
            return http.send(request, handler);
        } catch (IOException e) {
            throw new AwayException(endpoint.url(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CommandException.failed("Interrupted while waiting for " + endpoint.url());
        }
    }

    private static String escape(String segment) {
        return URLEncoder.encode(segment, StandardCharsets.UTF_8);
    }
}
