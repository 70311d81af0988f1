package dev.winnow.benchmarks.autoscaling;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.winnow.benchmarks.cluster.Cluster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.UUID;

/**
 * Asks a running coordinator how much there is to do, as KEDA does. What it counts are rows of jobs that are there for
 * this alone: one waits, one runs, one is paused, which is nobody's work.
 */
final class EndpointBacklog implements AutoCloseable {
    private static final String MODEL = "simulated";
    private static final String QUANTIZATION = "bf16";
    private static final int MOST_ITEMS = 10_000_000;

    // Planned whole, so that the coordinator has nothing to do with them.
    private static final String JOB = """
            insert into job (id, tenant, state, model, quantization, schema_json, schema_hash, instruction,
                             max_output_tokens, constrained, temperature, seed, item_seconds, priority, item_count,
                             planned_items, open_items, created_at, request_hash)
            values (?, 'simulated', ?, ?, ?, '{}', '', '', 1, true, 0, 0, 60, 0, ?, ?, ?, ?, '')""";

    private static final String OPEN = "update job set open_items = ? where id = ?";

    private final Connection database;
    private final HttpClient http = HttpClient.newHttpClient();
    private final HttpRequest question;
    private final UUID waiting;
    private final UUID running;
    private long told;

    /** Needs a coordinator that has made the database's tables. */
    EndpointBacklog(Cluster cluster, URI coordinator) throws SQLException {
        this.database = DriverManager.getConnection(
                cluster.postgres().jdbcUrl(),
                cluster.postgres().username(),
                cluster.postgres().password());
        this.question = HttpRequest.newBuilder(
                        coordinator.resolve("/internal/v1/backlog/" + MODEL + "/" + QUANTIZATION))
                .header("Authorization", "Bearer " + Cluster.WORKER_KEY)
                .build();
        this.waiting = job("queued", 0);
        this.running = job("running", 0);
        job("paused", MOST_ITEMS);
    }

    private UUID job(String state, int open) throws SQLException {
        UUID id = UUID.randomUUID();
        try (PreparedStatement insert = database.prepareStatement(JOB)) {
            insert.setObject(1, id);
            insert.setString(2, state);
            insert.setString(3, MODEL);
            insert.setString(4, QUANTIZATION);
            insert.setInt(5, MOST_ITEMS);
            insert.setInt(6, MOST_ITEMS);
            insert.setInt(7, open);
            insert.setTimestamp(8, Timestamp.from(Instant.now()));
            insert.executeUpdate();
        }
        return id;
    }

    /** Lets so many items be open, and asks. */
    long ask(long open) {
        try {
            if (open != told) {
                put(waiting, open / 3);
                put(running, open - open / 3);
                told = open;
            }
            return new ObjectMapper()
                    .readTree(http.send(question, BodyHandlers.ofString()).body())
                    .path("items")
                    .asLong(-1);
        } catch (SQLException e) {
            throw new IllegalStateException("the database does not take the jobs", e);
        } catch (IOException e) {
            throw new UncheckedIOException("the coordinator does not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private void put(UUID job, long open) throws SQLException {
        try (PreparedStatement update = database.prepareStatement(OPEN)) {
            update.setLong(1, open);
            update.setObject(2, job);
            update.executeUpdate();
        }
    }

    @Override
    public void close() throws SQLException {
        database.close();
    }
}
