package dev.winnow.worker.control;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.winnow.common.control.Claim;
import dev.winnow.common.control.ClaimReply;
import dev.winnow.common.control.Heartbeat;
import dev.winnow.common.control.HeartbeatReply;
import dev.winnow.common.control.ModelText;
import dev.winnow.common.control.RegistrationReply;
import dev.winnow.common.control.ShardReturn;
import dev.winnow.common.control.WorkerRegistration;
import dev.winnow.common.wire.WireFormat;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The coordinator's control calls, one method each (docs/reference/protocol.md). Every method blocks, tries each
 * coordinator once until one answers, and throws {@link CoordinatorAwayException} when trying again may help,
 * {@link CoordinatorRefusedException} when it will not, and a {@link WorkerRefusedException} when the worker itself is
 * not accepted. Each call may be made twice: the next coordinator may be asked for what the one before has done
 * already. Thread-safe.
 */
public final class CoordinatorClient {
    private static final int MESSAGE_CHARACTERS = 300;
    private static final Duration LEAST = Duration.ofMillis(100);
    private static final Answer<String> NOTHING = body -> body;

    private final ObjectMapper json = WireFormat.configure(new JsonMapper());
    private final Coordinators coordinators;
    private final String key;
    private final Duration timeout;
    private final HttpClient http;

    /** Takes one coordinator's address and the worker's key. */
    public CoordinatorClient(URI coordinator, String key, Duration timeout) {
        this(List.of(coordinator), key, timeout);
    }

    /**
     * Takes the coordinators' addresses and the worker's key.
     *
     * @param coordinators for example {@code http://127.0.0.1:8080}, in the order in which they are asked at first
     * @param key a key with scope {@code worker}, or empty where the coordinators ask for none
     * @param timeout for one call, however many are asked
     * @throws IllegalArgumentException if there is no address, or one is no HTTP address
     */
    public CoordinatorClient(List<URI> coordinators, String key, Duration timeout) {
        this.coordinators = new Coordinators(coordinators);
        this.key = key;
        this.timeout = timeout;
        // HTTP/1.1: an upgrade to h2c on every first call costs a round trip and gains nothing for small bodies.
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(timeout)
                .build();
    }

    private CoordinatorClient(CoordinatorClient other, Duration timeout) {
        this.coordinators = other.coordinators;
        this.key = other.key;
        this.timeout = timeout;
        this.http = other.http;
    }

    /** The same, for those who have no more than so long for a call, and at least a moment. */
    public CoordinatorClient within(Duration most) {
        Duration some = most.compareTo(LEAST) < 0 ? LEAST : most;
        return some.compareTo(timeout) < 0 ? new CoordinatorClient(this, some) : this;
    }

    /**
     * Makes this incarnation known; doing it again changes nothing.
     *
     * @throws NameTakenException if a live worker of the same name came later
     */
    public RegistrationReply register(WorkerRegistration registration)
            throws CoordinatorAwayException, CoordinatorRefusedException {
        try {
            return ask("POST", "workers", registration, answer(RegistrationReply.class));
        } catch (CoordinatorRefusedException e) {
            if (e.conflict()) {
                throw new NameTakenException(
                        "another live worker has the name '%s': set WINNOW_WORKER_NAME to a name of its own for each worker (%s)"
                                .formatted(registration.name(), e.getMessage()));
            }
            throw e;
        }
    }

    /** Gives the coordinator what it needs to count tokens. */
    public void sendModelText(String model, ModelText text)
            throws CoordinatorAwayException, CoordinatorRefusedException {
        ask("PUT", "models/" + model + "/text", text, NOTHING);
    }

    /** Asks for a shard attempt. Asking again for one that this incarnation was granted is granted again. */
    public ClaimReply claim(UUID incarnation, Claim claim)
            throws CoordinatorAwayException, CoordinatorRefusedException {
        return ask("POST", "workers/" + incarnation + "/claims", claim, answer(ClaimReply.class));
    }

    /** Says that the worker lives and what it holds. */
    public HeartbeatReply heartbeat(UUID incarnation, Heartbeat heartbeat)
            throws CoordinatorAwayException, CoordinatorRefusedException {
        return ask("POST", "workers/" + incarnation + "/heartbeats", heartbeat, answer(HeartbeatReply.class));
    }

    /** Gives a claimed shard back unfinished. */
    public void giveBack(UUID incarnation, ShardReturn shard)
            throws CoordinatorAwayException, CoordinatorRefusedException {
        ask("POST", "workers/" + incarnation + "/returns", shard, NOTHING);
    }

    /** Says goodbye. */
    public void deregister(UUID incarnation) throws CoordinatorAwayException, CoordinatorRefusedException {
        ask("DELETE", "workers/" + incarnation, null, NOTHING);
    }

    private <T> T ask(String method, String path, @Nullable Object body, Answer<T> answer)
            throws CoordinatorAwayException, CoordinatorRefusedException {
        List<URI> turn = coordinators.inTurn();
        List<CoordinatorAwayException> away = new ArrayList<>();
        long deadline = System.nanoTime() + timeout.toNanos();
        for (URI base : turn) {
            Duration left = Duration.ofNanos(deadline - System.nanoTime());
            boolean last = away.size() == turn.size() - 1;
            try {
                // Half of what is left, so that one that stalls leaves time for the next within one call.
                String said = send(base, method, path, body, last ? left : left.dividedBy(2));
                T read = answer.read(said);
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

    private String send(URI base, String method, String path, @Nullable Object body, Duration most)
            throws CoordinatorAwayException, CoordinatorRefusedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path))
                .timeout(most.compareTo(LEAST) < 0 ? LEAST : most)
                .header("Accept", "application/json");
        if (!key.isEmpty()) {
            request.header("Authorization", "Bearer " + key);
        }
        if (body == null) {
            request.method(method, BodyPublishers.noBody());
        } else {
            request.header("Content-Type", "application/json");
            request.method(method, BodyPublishers.ofString(write(body), UTF_8));
        }
        return bodyOf(base, method + " " + path, exchange(base, request.build()));
    }

    private HttpResponse<String> exchange(URI base, HttpRequest request) throws CoordinatorAwayException {
        try {
            return http.send(request, BodyHandlers.ofString(UTF_8));
        } catch (IOException e) {
            throw new CoordinatorAwayException(
                    "the coordinator at %s cannot be reached (%s)".formatted(base.getAuthority(), reason(e)), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CoordinatorAwayException("interrupted while the coordinator was asked", e);
        }
    }

    private String bodyOf(URI base, String call, HttpResponse<String> response)
            throws CoordinatorAwayException, CoordinatorRefusedException {
        int status = response.statusCode();
        if (status / 100 == 2) {
            return response.body();
        }
        String said = "%s answered %d: %s".formatted(call, status, shortened(response.body()));
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

    private String write(Object body) {
        try {
            return json.writeValueAsString(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a control record can always be written", e);
        }
    }

    private <T> Answer<T> answer(Class<T> type) {
        return body -> {
            try {
                return json.readValue(body, type);
            } catch (JsonProcessingException e) {
                // A proxy's page, or another release in the middle of an upgrade: both pass.
                throw new CoordinatorAwayException(
                        "the coordinator's answer is no " + type.getSimpleName() + ": " + shortened(body), e);
            }
        };
    }

    private static String reason(IOException e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    private static String shortened(String text) {
        return text.length() <= MESSAGE_CHARACTERS ? text : text.substring(0, MESSAGE_CHARACTERS) + "...";
    }

    @FunctionalInterface
    private interface Answer<T> {
        T read(String body) throws CoordinatorAwayException;
    }
}
