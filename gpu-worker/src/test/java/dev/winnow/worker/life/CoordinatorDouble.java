package dev.winnow.worker.life;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.winnow.common.control.Claim;
import dev.winnow.common.control.ClaimReply;
import dev.winnow.common.control.Heartbeat;
import dev.winnow.common.control.HeartbeatReply;
import dev.winnow.common.control.HeartbeatReply.ShardVerdict;
import dev.winnow.common.control.HeartbeatReply.Verdict;
import dev.winnow.common.control.RegistrationReply;
import dev.winnow.common.control.ShardReturn;
import dev.winnow.common.control.WorkerRegistration;
import dev.winnow.common.wire.WireFormat;
import dev.winnow.common.work.ShardAttempt;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** A coordinator that speaks the control protocol and says what the test wants. */
final class CoordinatorDouble implements AutoCloseable {
    static final String KEY = "wk_test";

    final List<String> calls = new CopyOnWriteArrayList<>();
    final List<WorkerRegistration> registrations = new CopyOnWriteArrayList<>();
    final List<ShardAttempt> claims = new CopyOnWriteArrayList<>();
    final List<Heartbeat> heartbeats = new CopyOnWriteArrayList<>();
    final List<ShardReturn> returns = new CopyOnWriteArrayList<>();
    final Map<ShardAttempt, Verdict> verdicts = new ConcurrentHashMap<>();
    volatile Function<ShardAttempt, ClaimReply> onClaim = shard -> new ClaimReply.Granted(List.of());
    volatile boolean away;
    volatile boolean behindAProxysPage;
    private volatile CountDownLatch stall = new CountDownLatch(0);
    volatile boolean returnsLost;
    volatile boolean known = true;
    volatile boolean nameTaken;
    volatile boolean drain;
    volatile boolean behind;
    volatile boolean keyAccepted = true;
    volatile boolean modelTextWanted = true;
    volatile int leaseSeconds = 20;
    final AtomicInteger heartbeatsToIgnore = new AtomicInteger();

    private final ObjectMapper json = WireFormat.configure(new JsonMapper());
    private final CountDownLatch ended = new CountDownLatch(1);
    private final HttpServer server;

    CoordinatorDouble() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "coordinator");
            thread.setDaemon(true);
            return thread;
        }));
        server.createContext("/internal/v1/", this::answer);
        server.start();
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** Takes calls from now on, and answers none. */
    void stall() {
        stall = new CountDownLatch(1);
    }

    /** Answers again, late, what it has taken. */
    void goOn() {
        stall.countDown();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String call = exchange.getRequestMethod() + " "
                + exchange.getRequestURI().getPath().substring("/internal/v1".length());
        calls.add(call);
        awaitEndOfStall();
        try (exchange) {
            if (behindAProxysPage) {
                send(exchange, 200, "<html>Please log in</html>");
            } else if (away || (returnsLost && call.endsWith("/returns"))) {
                send(exchange, 503, "away");
            } else if (!keyAccepted
                    || !("Bearer " + KEY).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
                send(exchange, 401, "");
            } else {
                answer(exchange, call, new String(exchange.getRequestBody().readAllBytes(), UTF_8));
            }
        }
    }

    private void awaitEndOfStall() {
        try {
            stall.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void answer(HttpExchange exchange, String call, String body) throws IOException {
        if (call.equals("POST /workers") && nameTaken) {
            send(exchange, 409, "{\"status\":409,\"code\":\"worker_name_taken\"}");
        } else if (call.equals("POST /workers")) {
            registrations.add(json.readValue(body, WorkerRegistration.class));
            known = true;
            send(exchange, 200, json.writeValueAsString(new RegistrationReply(2, leaseSeconds, modelTextWanted)));
        } else if (call.endsWith("/claims")) {
            ShardAttempt shard = json.readValue(body, Claim.class).shard();
            claims.add(shard);
            send(exchange, 200, json.writerFor(ClaimReply.class).writeValueAsString(onClaim.apply(shard)));
        } else if (call.endsWith("/heartbeats")) {
            if (heartbeatsToIgnore.getAndDecrement() > 0) {
                awaitEnd();
                return;
            }
            Heartbeat heartbeat = json.readValue(body, Heartbeat.class);
            heartbeats.add(heartbeat);
            send(exchange, 200, json.writeValueAsString(reply(heartbeat)));
        } else if (call.endsWith("/returns")) {
            returns.add(json.readValue(body, ShardReturn.class));
            send(exchange, 204, "");
        } else {
            send(exchange, 204, "");
        }
    }

    /** Says nothing for as long as the test lasts, as a frozen process. */
    private void awaitEnd() {
        try {
            ended.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private HeartbeatReply reply(Heartbeat heartbeat) {
        List<ShardVerdict> judged = heartbeat.shards().stream()
                .map(held -> new ShardVerdict(held.shard(), verdicts.getOrDefault(held.shard(), Verdict.CONTINUE)))
                .toList();
        return new HeartbeatReply(known, known ? judged : List.of(), drain, behind);
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        if (bytes.length > 0) {
            exchange.getResponseBody().write(bytes);
        }
    }

    @Override
    public void close() {
        goOn();
        ended.countDown();
        server.stop(0);
    }
}
