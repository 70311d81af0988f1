package dev.winnow.benchmarks.racepoints;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.winnow.benchmarks.cluster.CoordinatorApi;
import dev.winnow.benchmarks.scripted.ScriptedModel;
import dev.winnow.coordinator.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A user of the cluster who asks the mortal coordinator first, and the one that goes on when there is no answer; and
 * who remembers what was acknowledged. Not thread-safe.
 */
final class Client {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final Duration LOOK = Duration.ofMillis(100);

    private static final String OPTIONS = """
            {"options":{"model":"%s","schema":{"type":"object","properties":{"length":{"type":"integer"},\
            "hash":{"type":"integer"}},"required":["length","hash"],"additionalProperties":false}}}
            """.formatted(ScriptedModel.POOL.model());

    private final RaceCluster cluster;
    private final Map<String, List<String>> acknowledged = new TreeMap<>();
    private int made;

    Client(RaceCluster cluster) {
        this.cluster = cluster;
    }

    /** Submits items that all begin with these words, until a coordinator has acknowledged the job; gives its id. */
    String submit(String script, int items) throws InterruptedException {
        int number = made++;
        List<String> inputs = IntStream.range(0, items)
                .mapToObj(i -> "%s job %d item %d".formatted(script, number, i))
                .toList();
        String lines = IntStream.range(0, items)
                .mapToObj(i -> "{\"id\":\"i%d\",\"input\":\"%s\"}\n".formatted(i, inputs.get(i)))
                .collect(Collectors.joining("", OPTIONS, ""));
        String key = UUID.randomUUID().toString();
        String id = answered(api -> api.submit(key, BodyPublishers.ofString(lines)));
        acknowledged.put(id, inputs);
        return id;
    }

    /** Asks until a coordinator has answered. */
    JsonNode ask(String job, String verb) throws InterruptedException {
        String key = UUID.randomUUID().toString();
        return answered(api -> api.ask(job, verb, key))
                .orElseThrow(() -> new AssertionError("%s is in no state for: %s".formatted(job, verb)));
    }

    <T> T answered(Question<T> question) throws InterruptedException {
        try {
            return question.ask(cluster.mortalApi());
        } catch (IOException e) {
            try {
                return question.ask(cluster.survivorApi());
            } catch (IOException also) {
                also.addSuppressed(e);
                throw new AssertionError("nobody answers", also);
            }
        }
    }

    /** A job as the coordinator sees it that goes on. */
    JsonNode job(String id) {
        try {
            return cluster.survivorApi().job(id);
        } catch (IOException e) {
            throw new AssertionError("the survivor does not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Waits until so many shards of a job are in a state. */
    void awaitShards(String job, String state, int shards) {
        await("%d shards of %s %s".formatted(shards, job, state))
                .atMost(LIMIT)
                .pollInterval(LOOK)
                .until(() -> job(job).at("/shards/" + state).asInt() >= shards);
    }

    /** Waits until a job is done, or cancelled. */
    void awaitEnd(String job) {
        await("the end of " + job).atMost(LIMIT).pollInterval(LOOK).until(() -> List.of("done", "cancelled")
                .contains(job(job).get("state").asText()));
    }

    /** Every job that was acknowledged is there, once, and has ended with every item once and as its input asked. */
    void assertNothingLostOrRepeated() throws IOException, InterruptedException {
        for (String job : acknowledged.keySet()) {
            awaitEnd(job);
        }
        for (Map.Entry<String, List<String>> entry : acknowledged.entrySet()) {
            assertIntact(entry.getKey(), entry.getValue());
        }
        assertThat(count("job")).as("jobs, one for each key").isEqualTo(made);
        assertThat(count("parked_message")).as("parked messages").isZero();
        acknowledged.clear();
    }

    private void assertIntact(String id, List<String> inputs) throws IOException, InterruptedException {
        JsonNode job = job(id);
        JsonNode proof = cluster.survivorApi().verification(id);
        assertThat(proof.get("consistent").asBoolean()).as("%s", proof).isTrue();
        assertThat(proof.get("shards").fieldNames())
                .toIterable()
                .as("%s", proof)
                .isSubsetOf("done", "cancelled");
        Map<String, JsonNode> results = new TreeMap<>();
        try (Stream<String> lines = cluster.survivorApi().results(id)) {
            for (String line : (Iterable<String>) lines::iterator) {
                JsonNode result = JSON.readTree(line);
                assertThat(results.put(result.get("id").asText(), result))
                        .as("twice: %s", line)
                        .isNull();
            }
        }
        if (job.get("state").asText().equals("done")) {
            assertThat(proof.get("complete").asBoolean()).as("%s", proof).isTrue();
            assertThat(results).hasSameSizeAs(inputs);
            for (int i = 0; i < inputs.size(); i++) {
                assertAnswered(inputs.get(i), Objects.requireNonNull(results.get("i" + i), "a result of each item"));
            }
        }
    }

    private static void assertAnswered(String input, JsonNode result) {
        if (input.startsWith("@fail")) {
            assertThat(result.at("/error/code").asText()).as("%s", result).isEqualTo("invalid_output");
        } else {
            assertThat(result.path("output").toString()).as("%s", result).isEqualTo(ScriptedModel.answer(input));
        }
    }

    long count(String table) {
        EmbeddedPostgres postgres = cluster.services().postgres();
        try (Connection connection =
                        DriverManager.getConnection(postgres.jdbcUrl(), postgres.username(), postgres.password());
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select count(*) from " + table)) {
            row.next();
            return row.getLong(1);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    @FunctionalInterface
    interface Question<T> {
        T ask(CoordinatorApi api) throws IOException, InterruptedException;
    }
}
