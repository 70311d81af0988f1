package dev.winnow.worker.training;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.winnow.common.training.TrainingClaimReply;
import dev.winnow.common.training.TrainingEnd;
import dev.winnow.common.training.TrainingReport;
import dev.winnow.common.training.TrainingReport.StepLoss;
import dev.winnow.common.wire.WireFormat;
import dev.winnow.common.work.TrainingAttempt;
import dev.winnow.worker.control.CoordinatorClient;
import dev.winnow.worker.control.TrainingClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A coordinator's side of one training, that says what the test wants. */
final class TrainingService implements AutoCloseable {
    static final byte[] ROWS = IntStream.range(0, 24)
            .mapToObj(i ->
                    "{\"split\":\"%s\",\"instruction\":\"Convert\",\"input\":\"page %d\",\"output\":\"{\\\"n\\\":%d}\"}\n"
                            .formatted(i % 6 == 0 ? "held_out" : "train", i, i))
            .collect(Collectors.joining())
            .getBytes(UTF_8);

    final UUID incarnation = UUID.randomUUID();
    final List<String> calls = new CopyOnWriteArrayList<>();
    final List<TrainingAttempt> claims = new CopyOnWriteArrayList<>();
    final List<TrainingReport> reports = new CopyOnWriteArrayList<>();
    final List<TrainingAttempt> returns = new CopyOnWriteArrayList<>();
    final List<TrainingEnd> ends = new CopyOnWriteArrayList<>();
    final Map<Integer, byte[]> checkpoints = new TreeMap<>();
    final Map<String, byte[]> inputs = new TreeMap<>();
    final AtomicInteger adaptersToMiss = new AtomicInteger();
    volatile TrainingClaimReply onClaim = new TrainingClaimReply.Refused("nobody asked");
    volatile Consumer<Integer> onCheckpoint = step -> {};
    volatile boolean goOn = true;
    volatile boolean yours = true;
    volatile byte[] adapter = {};
    volatile String outcome = "";

    private final ObjectMapper json = WireFormat.configure(new JsonMapper());
    private final HttpServer server;

    TrainingService() {
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

    TrainingClient client() {
        URI address = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        return new CoordinatorClient(address, "wk_test", Duration.ofSeconds(5))
                .trainings(incarnation, Duration.ofSeconds(20));
    }

    static String hash() {
        try {
            return "sha256:"
                    + HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(ROWS));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Losses by step, as far as they were reported. */
    Map<Integer, Double> losses() {
        Map<Integer, Double> losses = new TreeMap<>();
        for (TrainingReport report : reports) {
            for (StepLoss point : report.losses()) {
                if (point.loss() != null) {
                    losses.put(point.step(), point.loss());
                }
            }
        }
        return losses;
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath().substring("/internal/v1/".length());
        String call = exchange.getRequestMethod() + " " + path.replaceAll(".*/", "");
        calls.add(call);
        byte[] body = exchange.getRequestBody().readAllBytes();
        try (exchange) {
            if (path.startsWith("datasets/")) {
                send(exchange, 200, ROWS);
            } else if (call.equals("POST claims")) {
                claims.add(json.readValue(body, TrainingAttempt.class));
                send(exchange, 200, json.writerFor(TrainingClaimReply.class).writeValueAsBytes(onClaim));
            } else if (call.equals("POST reports")) {
                if (yours) {
                    reports.add(json.readValue(body, TrainingReport.class));
                }
                send(exchange, 200, json.writeValueAsBytes(new TrainingReport.Reply(goOn && yours)));
            } else if (call.equals("POST returns")) {
                returns.add(json.readValue(body, TrainingAttempt.class));
                send(exchange, 204, new byte[0]);
            } else if (call.equals("POST failures")) {
                ends.add(json.readValue(body, TrainingEnd.class));
                send(exchange, 204, new byte[0]);
            } else if (!yours) {
                send(exchange, 409, "{\"code\":\"not_yours\"}".getBytes(UTF_8));
            } else {
                files(exchange, call, body);
            }
        }
    }

    private void files(HttpExchange exchange, String call, byte[] body) throws IOException {
        if (call.equals("PUT checkpoint")) {
            int step = Integer.parseInt(exchange.getRequestURI().getQuery().replaceAll(".*step=", ""));
            synchronized (checkpoints) {
                checkpoints.put(step, body);
            }
            onCheckpoint.accept(step);
            send(exchange, 204, new byte[0]);
        } else if (call.equals("GET checkpoint")) {
            synchronized (checkpoints) {
                send(exchange, 200, new TreeMap<>(checkpoints).lastEntry().getValue());
            }
        } else if (exchange.getRequestURI().getPath().contains("/inputs/")) {
            send(exchange, 200, inputs.getOrDefault(call.substring("GET ".length()), new byte[] {1}));
        } else if (adaptersToMiss.getAndDecrement() > 0) {
            send(exchange, 503, "away".getBytes(UTF_8));
        } else {
            adapter = body;
            outcome = exchange.getRequestURI().getQuery().replaceFirst("attempt=\\d+&?", "");
            send(exchange, 200, "{\"adapter\":\"tiny@1\"}".getBytes(UTF_8));
        }
    }

    private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        if (body.length > 0) {
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
