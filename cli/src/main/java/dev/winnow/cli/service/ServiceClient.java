package dev.winnow.cli.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.winnow.cli.console.CommandException;
import dev.winnow.common.json.ExactJson;
import java.io.FileNotFoundException;
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
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The coordinator's REST interface. Refusals come as {@link ServiceProblem}, an unreachable service as
 * {@link AwayException}. Thread-safe.
 */
public final class ServiceClient {
    private static final ObjectMapper JSON = ExactJson.mapper().build();
    private static final String EXTRACTIONS = "/api/v1/extractions";

    private final HttpClient http;
    private final Endpoint endpoint;

    /** Speaks to the coordinator there. */
    public ServiceClient(Endpoint endpoint) {
        this.http = Connections.to(endpoint.url());
        this.endpoint = endpoint;
    }

    /** Where the service is. */
    public String url() {
        return endpoint.url();
    }

    /** What commands need besides to reach the same service: {@code " --data DIR"}, or nothing. */
    public String hint() {
        return endpoint.hint();
    }

    /**
     * Submits a job; the stream is read as it is sent.
     *
     * @param key the same for each attempt to submit the same: the service then makes one job of them
     */
    public Job submit(UUID key, Supplier<InputStream> ndjson) {
        return Job.read(json(request(EXTRACTIONS)
                .header("Content-Type", "application/x-ndjson")
                .header("Idempotency-Key", key.toString())
                .timeout(Duration.ofHours(2))
                .POST(BodyPublishers.ofInputStream(ndjson))));
    }

    /** What a job would take; the stream is read as it is sent, and nothing of it is stored. */
    public JsonNode estimate(Supplier<InputStream> ndjson) {
        return json(request(EXTRACTIONS + "/estimate")
                .header("Content-Type", "application/x-ndjson")
                .timeout(Duration.ofHours(2))
                .POST(BodyPublishers.ofInputStream(ndjson)));
    }

    /** How a job is doing. */
    public Job job(String id) {
        return Job.read(get(EXTRACTIONS + "/" + escape(id)));
    }

    /** Reconciles all that is stored of a job, which takes a while for a long one. */
    public JsonNode verification(String id) {
        return json(request(EXTRACTIONS + "/" + escape(id) + "/verification")
                .timeout(Duration.ofHours(1))
                .GET());
    }

    /**
     * The newest jobs.
     *
     * @param states with commas between; empty for any
     * @param search a part of the name or the beginning of the id; empty for any
     * @param since submitted then or later; empty for whenever
     * @param until submitted before that; empty for whenever
     */
    public JsonNode jobs(String states, String search, String since, String until) {
        return get(EXTRACTIONS + "?limit=100&state=" + escape(states) + "&search=" + escape(search) + "&created_after="
                + escape(since) + "&created_before=" + escape(until));
    }

    /** Stops a job; results that it has stay. */
    public Job cancel(String id) {
        return ask(id, "cancel");
    }

    /** Holds a job up; what a worker has begun is finished. */
    public Job pause(String id) {
        return ask(id, "pause");
    }

    /** Lets a paused job go on. */
    public Job resume(String id) {
        return ask(id, "resume");
    }

    /**
     * Has the failed items of a job that is done tried again.
     *
     * @param deadline the job's new one, or null
     */
    public Job retry(String id, @Nullable String deadline) {
        return ask(id, deadline == null ? "retry" : "retry?deadline=" + escape(deadline));
    }

    /** Deletes a job that has ended. */
    public void deleteJob(String id) {
        tell(request(EXTRACTIONS + "/" + escape(id)).DELETE());
    }

    private Job ask(String id, String verb) {
        return Job.read(
                json(request(EXTRACTIONS + "/" + escape(id) + "/" + verb).POST(BodyPublishers.noBody())));
    }

    /** Asks any resource to do what has no answer. */
    public void tell(String path) {
        tell(request(path).POST(BodyPublishers.noBody()));
    }

    private void tell(HttpRequest.Builder request) {
        HttpResponse<byte[]> response = send(request.build(), BodyHandlers.ofByteArray());
        if (response.statusCode() >= 300) {
            throw Answers.problem(response, response.body());
        }
    }

    /** Any other resource. */
    public JsonNode get(String path) {
        return json(request(path).GET());
    }

    /** Asks any resource to do or keep something. */
    public JsonNode post(String path, JsonNode body) {
        return json(request(path)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body.toString(), StandardCharsets.UTF_8)));
    }

    /**
     * Creates something whose checks may take a while.
     *
     * @param key the same for each attempt to create the same: the service then makes one of them
     */
    JsonNode create(String path, UUID key, JsonNode body) {
        return json(request(path)
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", key.toString())
                .timeout(Duration.ofMinutes(30))
                .POST(BodyPublishers.ofString(body.toString(), StandardCharsets.UTF_8)));
    }

    /** The same where there is nothing more to say. */
    public JsonNode post(String path) {
        return json(request(path).POST(BodyPublishers.noBody()));
    }

    /** Puts something in the place of what a resource was. */
    public JsonNode put(String path, JsonNode body) {
        return json(request(path)
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofString(body.toString(), StandardCharsets.UTF_8)));
    }

    /** Sends a file to any resource. */
    JsonNode upload(String path, String mediaType, Path file) {
        try {
            return json(request(path)
                    .header("Content-Type", mediaType)
                    .timeout(Duration.ofHours(2))
                    .POST(BodyPublishers.ofFile(file)));
        } catch (FileNotFoundException e) {
            throw CommandException.failed(file + " is gone");
        }
    }

    /** A broken connection to the service, as commands tell it. */
    AwayException away(IOException broken) {
        return new AwayException(endpoint, broken);
    }

    /** Fetches a file of any resource; the caller closes it. */
    InputStream download(String path) {
        HttpRequest.Builder request =
                request(path).timeout(Duration.ofMinutes(2)).GET();
        if (endpoint instanceof Endpoint.Named) { // on this machine packing costs more than it saves
            request.header("Accept-Encoding", "gzip");
        }
        HttpResponse<InputStream> response = send(request.build(), BodyHandlers.ofInputStream());
        try {
            if (response.statusCode() >= 300) {
                try (InputStream body = Answers.unpacked(response)) {
                    throw Answers.problem(response, body.readAllBytes());
                }
            }
            return Answers.unpacked(response);
        } catch (IOException e) {
            throw new AwayException(endpoint, e);
        }
    }

    /** Removes any resource. */
    public void delete(String path) {
        tell(request(path).DELETE());
    }

    /** The path of a resource whose parts the user may have written. */
    public static String path(String root, String... parts) {
        StringBuilder path = new StringBuilder(root);
        for (String part : parts) {
            path.append('/').append(escapePath(part));
        }
        return path.toString();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(uri(path))
                .header("Authorization", "Bearer " + endpoint.key())
                .header(
                        "Accept",
                        "application/json, application/problem+json, application/x-ndjson, text/csv, application/zip")
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
            throw Answers.problem(response, response.body());
        }
        try {
            return JSON.readTree(response.body());
        } catch (IOException e) {
            throw CommandException.failed(endpoint.url() + " does not speak Winnow's language: " + e.getMessage());
        }
    }

    private <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> handler) {
        endpoint.absence().ifPresent(reason -> {
            throw new AwayException(endpoint, reason);
        });
        try {
            return http.send(request, handler);
        } catch (IOException e) {
            throw new AwayException(endpoint, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CommandException.failed("Interrupted while waiting for " + endpoint.url());
        }
    }

    // URLEncoder writes form fields, where a blank is a plus.
    private static String escapePath(String segment) {
        return escape(segment).replace("+", "%20");
    }

    static String escape(String segment) {
        return URLEncoder.encode(segment, StandardCharsets.UTF_8);
    }
}
