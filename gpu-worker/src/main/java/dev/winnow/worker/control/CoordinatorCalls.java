package dev.winnow.worker.control;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Calls of whichever coordinator answers, each within its time. Thread-safe. */
final class CoordinatorCalls {
    private static final int MESSAGE_CHARACTERS = 300;
    private static final Duration LEAST = Duration.ofMillis(100);

    private final Coordinators coordinators;
    private final String key;
    private final Duration timeout;
    private final HttpClient http;

    CoordinatorCalls(Coordinators coordinators, String key, Duration timeout) {
        this.coordinators = coordinators;
        this.key = key;
        this.timeout = timeout;
        // HTTP/1.1: an upgrade to h2c on every first call costs a round trip and gains nothing for small bodies.
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(timeout)
                .build();
    }

    private CoordinatorCalls(CoordinatorCalls other, Duration timeout) {
        this.coordinators = other.coordinators;
        this.key = other.key;
        this.timeout = timeout;
        this.http = other.http;
    }

    /** The same with another time for one call, and at least a moment. */
    CoordinatorCalls within(Duration most) {
        return new CoordinatorCalls(this, most.compareTo(LEAST) < 0 ? LEAST : most);
    }

    Duration timeout() {
        return timeout;
    }

    /** Asks each coordinator once until one answers, within the time for one call. */
    <T> T eachInTurn(Call<T> call) throws CoordinatorAwayException, CoordinatorRefusedException {
        List<URI> turn = coordinators.inTurn();
        List<CoordinatorAwayException> away = new ArrayList<>();
        long deadline = System.nanoTime() + timeout.toNanos();
        for (URI base : turn) {
            Duration left = Duration.ofNanos(deadline - System.nanoTime());
            boolean last = away.size() == turn.size() - 1;
            try {
                // Half of what is left, so that one that stalls leaves time for the next within one call.
                T read = call.make(base, last ? left : left.dividedBy(2));
                coordinators.answered(base);
                return read;
            } catch (CoordinatorRefusedException e) {
                coordinators.answered(base);
                throw e;
            } catch (CoordinatorAwayException e) {
                away.add(e);
                if (Thread.currentThread().isInterrupted()) {
                    break;
                }
            }
        }
        throw away.size() == 1 ? away.get(0) : noneAnswered(away);
    }

    private static CoordinatorAwayException noneAnswered(List<CoordinatorAwayException> away) {
        List<String> reasons = away.stream().map(Throwable::getMessage).toList();
        return new CoordinatorAwayException(
                "no coordinator answers: " + String.join("; ", reasons),
                away.get(0).getCause());
    }

    /** A request to one of them, with the worker's key. */
    HttpRequest.Builder request(URI base, String path, Duration most) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(base.resolve(path)).timeout(most.compareTo(LEAST) < 0 ? LEAST : most);
        if (!key.isEmpty()) {
            request.header("Authorization", "Bearer " + key);
        }
        return request;
    }

    /**
     * Sends a request, and takes the whole answer within that time: the request's own limit ends with the answer's
     * head, and a body may stop coming as well.
     */
    <T> HttpResponse<T> exchange(URI base, HttpRequest request, HttpResponse.BodyHandler<T> handler, Duration most)
            throws CoordinatorAwayException {
        CompletableFuture<HttpResponse<T>> answer = http.sendAsync(request, handler);
        try {
            return answer.get(Math.max(most.toMillis(), LEAST.toMillis()), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw unreachable(base, e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause()));
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw unreachable(base, new HttpTimeoutException("request timed out"));
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw new CoordinatorAwayException("interrupted while the coordinator was asked", e);
        }
    }

    private static CoordinatorAwayException unreachable(URI base, IOException e) {
        return new CoordinatorAwayException(
                "the coordinator at %s cannot be reached (%s)".formatted(base.getAuthority(), reason(e)), e);
    }

    /**
     * What an answer means that is not the one that was wanted.
     *
     * @return what the coordinator refused
     * @throws CoordinatorAwayException if it may do the same call later
     * @throws KeyRefusedException if it does not accept the key
     */
    static CoordinatorRefusedException refuse(URI base, String call, int status, String body)
            throws CoordinatorAwayException, CoordinatorRefusedException {
        String said = "%s answered %d: %s".formatted(call, status, shortened(body));
        if (status == 401 || status == 403) {
            throw new KeyRefusedException(
                    ("the coordinator at %s does not accept this worker's key (%d); set WINNOW_WORKER_KEY to a key with"
                                    + " scope worker")
                            .formatted(base.getAuthority(), status));
        }
        if (status / 100 == 5 || status == 408 || status == 429) {
            throw new CoordinatorAwayException(said, null);
        }
        throw new CoordinatorRefusedException(status, said);
    }

    private static String reason(IOException e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    /** The beginning of a long text. */
    static String shortened(String text) {
        return text.length() <= MESSAGE_CHARACTERS ? text : text.substring(0, MESSAGE_CHARACTERS) + "...";
    }

    /** A call of one coordinator. */
    @FunctionalInterface
    interface Call<T> {
        /** Makes it within that time. */
        T make(URI base, Duration most) throws CoordinatorAwayException, CoordinatorRefusedException;
    }
}
