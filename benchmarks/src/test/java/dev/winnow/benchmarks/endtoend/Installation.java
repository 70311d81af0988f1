package dev.winnow.benchmarks.endtoend;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A Winnow of its own on this machine: data folder, ports, processes. Driven by the launcher as a user would. */
final class Installation implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration START_LIMIT = Duration.ofMinutes(8);

    private final Path data;
    private final Map<String, String> environment;
    private final HttpClient http = HttpClient.newHttpClient();
    private @Nullable JsonNode credentials;

    private Installation(Path data, Map<String, String> environment) {
        this.data = data;
        this.environment = environment;
    }

    /**
     * Starts coordinator and one worker with the default model; returns when they are ready.
     *
     * @param data a folder that is not there yet, in a temporary folder
     * @param options of {@code winnow up}, besides
     */
    static Installation start(Path data, Map<String, String> environment, String... options) {
        Installation installation = new Installation(data, environment);
        letOthersPassThrough(data.toAbsolutePath().resolveSibling(""));
        List<String> command =
                new ArrayList<>(List.of("up", "-d", "--workers", "1", "--port", String.valueOf(freePort())));
        command.addAll(Arrays.asList(options));
        try {
            installation.run(START_LIMIT, command.toArray(String[]::new)).requireSuccess();
        } catch (RuntimeException | Error e) {
            installation.close();
            throw e;
        }
        return installation;
    }

    /** One of which nothing runs. */
    static Installation notStarted(Path data) {
        return new Installation(data, Map.of());
    }

    /** Run as root, the database becomes another user, to whom JUnit's temporary folders are closed. */
    private static void letOthersPassThrough(Path folder) {
        try {
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a command of the launcher printed and how it ended. */
    record Outcome(List<String> command, int exitCode, String output) {
        Outcome requireSuccess() {
            if (exitCode != 0) {
                throw new AssertionError("%s ended with %d:%n%s".formatted(command, exitCode, output));
            }
            return this;
        }
    }

    /** Runs one command of the launcher against this installation. */
    Outcome run(Duration limit, String... arguments) {
        List<String> command =
                new ArrayList<>(List.of(projectRoot().resolve("winnow").toString()));
        command.addAll(Arrays.asList(arguments));
        try {
            Path output = Files.createTempFile("winnow-command", ".log");
            ProcessBuilder builder =
                    new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
            builder.environment().putAll(environment);
            builder.environment().put("WINNOW_DATA", data.toString());
            // The reactor that runs this test has just built everything; building again would be under its feet.
            builder.environment().put("WINNOW_BUILD", "never");
            Process process = builder.start();
            if (!process.waitFor(limit.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError(
                        "%s took longer than %s:%n%s".formatted(command, limit, Files.readString(output)));
            }
            Outcome outcome = new Outcome(command, process.exitValue(), Files.readString(output));
            Files.delete(output);
            return outcome;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** What {@code winnow status --json} says. */
    JsonNode status() {
        Outcome outcome = run(Duration.ofSeconds(30), "status", "--json");
        return parse(outcome.output().substring(Math.max(0, outcome.output().indexOf('{'))));
    }

    /** Submits lines of NDJSON, options first; gives the job's id. */
    String submit(String ndjson) {
        return submitted(request("/api/v1/extractions"), ndjson);
    }

    /** The same within a trace. */
    String submit(String ndjson, String traceparent) {
        return submitted(request("/api/v1/extractions").header("traceparent", traceparent), ndjson);
    }

    private String submitted(HttpRequest.Builder request, String ndjson) {
        return send(request.header("Content-Type", "application/x-ndjson")
                        .POST(HttpRequest.BodyPublishers.ofString(ndjson)))
                .get("id")
                .asText();
    }

    /** Asks for a chat's completion within a trace, and waits for it. */
    JsonNode chat(String body, String traceparent) {
        return send(request("/v1/chat/completions")
                .header("traceparent", traceparent)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    JsonNode job(String id) {
        return send(request("/api/v1/extractions/" + id).GET());
    }

    /** Any resource. */
    JsonNode get(String path) {
        return send(request(path).GET());
    }

    /** The same, as it comes. */
    String text(String path) {
        return body(request(path).GET());
    }

    /** What status somebody gets with such a cookie in the place of a key. */
    int answerTo(String cookie) {
        return answer(HttpRequest.newBuilder(URI.create(credentials().get("url").asText() + "/api/v1/extractions"))
                        .header("Cookie", cookie))
                .statusCode();
    }

    List<JsonNode> results(String id) {
        return text("/api/v1/extractions/" + id + "/results")
                .lines()
                .map(Installation::parse)
                .toList();
    }

    /** What the coordinator shows to Prometheus. */
    String coordinatorMetrics() {
        return text("/q/metrics");
    }

    /** What the first worker does. */
    String workerMetrics() {
        return body(HttpRequest.newBuilder(
                        URI.create(status().at("/workers/0/metrics").asText()))
                .GET());
    }

    /** Ends the first worker as a power cut would. */
    void killWorker() {
        kill(status().at("/workers/0/pid").asLong());
    }

    /** Ends the coordinator, and all that is embedded in it, as a power cut would. */
    void killCoordinator() {
        kill(status().at("/coordinators/0/pid").asLong());
    }

    @Override
    public void close() {
        run(Duration.ofMinutes(2), "down").requireSuccess();
    }

    private static void kill(long pid) {
        ProcessHandle.of(pid)
                .orElseThrow(() -> new AssertionError("no process " + pid))
                .destroyForcibly();
    }

    private HttpRequest.Builder request(String path) {
        JsonNode env = credentials();
        return HttpRequest.newBuilder(URI.create(env.get("url").asText() + path))
                .header("Authorization", "Bearer " + env.get("key").asText())
                .timeout(Duration.ofSeconds(60));
    }

    /** How programs find it and get in: {@code url} and {@code key}, which stay as long as it lives. */
    JsonNode credentials() {
        // Asked for once: a start of Java before each request is what a test that polls would spend its time on.
        if (credentials == null) {
            credentials = askForCredentials();
        }
        return credentials;
    }

    private JsonNode askForCredentials() {
        var node = JSON.createObjectNode();
        run(Duration.ofSeconds(30), "status", "--env")
                .requireSuccess()
                .output()
                .lines()
                .filter(line -> line.startsWith("export "))
                .map(line -> line.substring("export ".length()).split("=", 2))
                .forEach(pair -> node.put(
                        pair[0].equals("WINNOW_URL") ? "url" : "key", pair[1].replaceAll("^['\"]|['\"]$", "")));
        return node;
    }

    private JsonNode send(HttpRequest.Builder request) {
        return parse(body(request));
    }

    private String body(HttpRequest.Builder request) {
        HttpResponse<String> response = answer(request);
        if (response.statusCode() >= 300) {
            throw new AssertionError(response.statusCode() + ": " + response.body());
        }
        return response.body();
    }

    private HttpResponse<String> answer(HttpRequest.Builder request) {
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static JsonNode parse(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException("no JSON: " + text, e);
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path projectRoot() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("winnow"))) {
            folder = folder.getParent();
            if (folder == null) {
                throw new IllegalStateException("no folder above the working directory holds the launcher");
            }
        }
        return folder;
    }
}
