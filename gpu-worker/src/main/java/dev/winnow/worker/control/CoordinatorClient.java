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
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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
    private static final Answer<String> NOTHING = body -> body;

    private final ObjectMapper json = WireFormat.configure(new JsonMapper());
    private final CoordinatorCalls calls;

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
        this.calls = new CoordinatorCalls(new Coordinators(coordinators), key, timeout);
    }

    private CoordinatorClient(CoordinatorCalls calls) {
        this.calls = calls;
    }

    /** The same, for calls that may take so long. */
    public CoordinatorClient patient(Duration most) {
        return new CoordinatorClient(calls.within(most));
    }

    /** The calls about trainings in an incarnation's name; those with a file in them may take so long. */
    public TrainingClient trainings(UUID incarnation, Duration transfer) {
        return new TrainingClient(calls, transfer, incarnation);
    }

    /** The same, for those who have no more than so long for a call, and at least a moment. */
    public CoordinatorClient within(Duration most) {
        return most.compareTo(calls.timeout()) < 0 ? new CoordinatorClient(calls.within(most)) : this;
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

    /**
     * Fetches an adapter.
     *
     * @param zip gets its files; not there yet
     * @throws AdapterGoneException if the coordinator has no such one any more
     */
    public void adapter(String hash, Path zip) throws CoordinatorAwayException, AdapterGoneException {
        String path = "adapters/" + hash;
        try {
            calls.eachInTurn((base, most) -> {
                HttpResponse<Path> response = calls.exchange(
                        base, calls.request(base, path, most).GET().build(), BodyHandlers.ofFile(zip), most);
                if (response.statusCode() != 200) {
                    throw CoordinatorCalls.refuse(base, "GET " + path, response.statusCode(), textOf(response.body()));
                }
                return zip;
            });
        } catch (CoordinatorRefusedException e) {
            // One of another release, in the middle of an upgrade, does not know the path; then it may be there later.
            if (String.valueOf(e.getMessage()).contains("\"unknown_adapter\"")) {
                throw new AdapterGoneException("the adapter %s is gone: it was deleted".formatted(hash));
            }
            throw new CoordinatorAwayException(String.valueOf(e.getMessage()), e);
        }
    }

    private static String textOf(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return "(its answer cannot be read: " + e.getMessage() + ")";
        }
    }

    private <T> T ask(String method, String path, @Nullable Object body, Answer<T> answer)
            throws CoordinatorAwayException, CoordinatorRefusedException {
        return calls.eachInTurn((base, most) -> answer.read(send(base, method, path, body, most)));
    }

    private String send(URI base, String method, String path, @Nullable Object body, Duration most)
            throws CoordinatorAwayException, CoordinatorRefusedException {
        HttpRequest.Builder request = calls.request(base, path, most).header("Accept", "application/json");
        if (body == null) {
            request.method(method, BodyPublishers.noBody());
        } else {
            request.header("Content-Type", "application/json");
            request.method(method, BodyPublishers.ofString(write(body), UTF_8));
        }
        return bodyOf(
                base, method + " " + path, calls.exchange(base, request.build(), BodyHandlers.ofString(UTF_8), most));
    }

    private String bodyOf(URI base, String call, HttpResponse<String> response)
            throws CoordinatorAwayException, CoordinatorRefusedException {
        int status = response.statusCode();
        if (status / 100 == 2) {
            return response.body();
        }
        throw CoordinatorCalls.refuse(base, call, status, response.body());
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
                        "the coordinator's answer is no " + type.getSimpleName() + ": "
                                + CoordinatorCalls.shortened(body),
                        e);
            }
        };
    }

    @FunctionalInterface
    private interface Answer<T> {
        T read(String body) throws CoordinatorAwayException;
    }
}
