package dev.winnow.worker.server;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Requests to the server. A future that is cancelled closes its request. Thread-safe. */
final class ServerCalls {
    private static final int MOST_BYTES = 16 << 20;

    private final ServerAddress address;
    private final String key;
    private final Duration timeout;
    private final HttpClient http;

    /**
     * Takes where the server is.
     *
     * @param key the bearer token; empty for none
     * @param timeout for connections, and for {@link #get}
     */
    ServerCalls(ServerAddress address, String key, Duration timeout) {
        this.address = address;
        this.key = key;
        this.timeout = timeout;
        // A redirect would take the key and the documents to whomever it names.
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(Redirect.NEVER)
                .connectTimeout(timeout)
                .build();
    }

    ServerAddress address() {
        return address;
    }

    /** Asks for something small. */
    CompletableFuture<Reply> get(String path) {
        return inTime(request(path).GET().build());
    }

    /** Sends a request whose answer is to come at once. */
    CompletableFuture<Reply> postInTime(String path, String json) {
        return inTime(posting(path, json));
    }

    /** Sends a request that takes as long as it takes; the future's {@code cancel} closes it. */
    CompletableFuture<HttpResponse<byte[]>> post(String path, String json) {
        return send(posting(path, json));
    }

    private HttpRequest posting(String path, String json) {
        return request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json))
                .build();
    }

    // The request's own limit would end with the answer's head.
    private CompletableFuture<Reply> inTime(HttpRequest request) {
        CompletableFuture<HttpResponse<byte[]>> sent = send(request);
        CompletableFuture<Reply> answer =
                sent.thenApply(ServerCalls::reply).orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS);
        return answer.whenComplete((reply, failure) -> sent.cancel(true));
    }

    private CompletableFuture<HttpResponse<byte[]>> send(HttpRequest request) {
        return http.sendAsync(request, head -> new BoundedBody(MOST_BYTES));
    }

    private HttpRequest.Builder request(String path) {
        URI place = address.at(path);
        HttpRequest.Builder request = HttpRequest.newBuilder(place);
        if (!key.isEmpty()) {
            request.header("Authorization", "Bearer " + key);
        }
        return request;
    }

    static Reply reply(HttpResponse<byte[]> response) {
        return new Reply(response.statusCode(), retryAfter(response.headers()), response.body());
    }

    /** Seconds; the other form, a date, is left to the back-off. */
    private static Optional<Duration> retryAfter(HttpHeaders headers) {
        return headers.firstValue("Retry-After")
                .filter(value -> value.matches("\\d{1,6}"))
                .map(value -> Duration.ofSeconds(Long.parseLong(value)));
    }
}
