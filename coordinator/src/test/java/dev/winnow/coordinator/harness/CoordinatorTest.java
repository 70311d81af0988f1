package dev.winnow.coordinator.harness;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import dev.winnow.common.result.ItemsFinished;
import dev.winnow.common.wire.WireFormat;
import dev.winnow.coordinator.config.BrokerConfig;
import dev.winnow.coordinator.database.Database;
import dev.winnow.coordinator.database.Sql;
import dev.winnow.coordinator.dispatch.Dispatcher;
import dev.winnow.coordinator.dispatch.Planner;
import dev.winnow.coordinator.dispatch.Reaper;
import dev.winnow.coordinator.embedded.PostgresResource;
import dev.winnow.coordinator.embedded.RabbitResource;
import dev.winnow.coordinator.recording.ResultRecorder;
import io.quarkus.test.common.QuarkusTestResource;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;

/** A coordinator on a real PostgreSQL and a real RabbitMQ, empty before each test, with a model registered. */
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(RabbitResource.class)
@QuarkusTestResource(ByHand.class)
@Tag("postgresql")
@Tag("rabbitmq")
public abstract class CoordinatorTest {
    public static final Duration LEASE = Duration.ofSeconds(20);

    private static final Duration ROUND = Duration.ofSeconds(5);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Inject
    protected MovableClock clock;

    @Inject
    protected Database database;

    @Inject
    protected Stops stops;

    @Inject
    protected Planner planner;

    @Inject
    protected Dispatcher dispatcher;

    @Inject
    protected Reaper reaper;

    @Inject
    protected ResultRecorder recorder;

    @Inject
    BrokerConfig broker;

    protected Connection connection;
    protected TestWorker worker;

    @BeforeEach
    void empty_house() throws Exception {
        clock.nextDay();
        stops.none();
        database.inTransaction(
                sql -> sql.update(
                        "truncate job, training, item, shard, result, worker, model, parked_message, drained_worker, adapter, adapter_name, adapter_alias_move restart identity cascade"));
        connection = broker.connectionFactory().newConnection("test");
        try (Channel channel = connection.createChannel()) {
            channel.queueDelete(TestWorker.POOL.workQueue());
        }
        worker = worker("first");
        worker.register();
        graceIsOver();
    }

    @AfterEach
    void close_connection() throws Exception {
        connection.close();
    }

    protected TestWorker worker(String name) throws Exception {
        return new TestWorker(name, connection);
    }

    /** The reaper's first round starts its patience; here it ends. */
    private void graceIsOver() {
        reaper.runOnce();
        pass(LEASE);
        worker.heartbeat();
    }

    /** Time goes by with the reaper's rounds in it; in one leap it would be a process that was suspended. */
    protected void pass(Duration time) {
        Duration left = time;
        while (left.compareTo(Duration.ZERO) > 0) {
            Duration step = left.compareTo(ROUND) > 0 ? ROUND : left;
            clock.advance(step);
            reaper.runOnce();
            left = left.minus(step);
        }
    }

    protected static RequestSpecification api() {
        return given().header("Authorization", "Bearer " + ByHand.ADMIN_KEY);
    }

    /** Submits items that are all alike, and gives the job's id. */
    protected static UUID submit(int items) {
        return submit(IntStream.range(0, items)
                .mapToObj(i -> "{\"input\": \"document " + i + "\"}")
                .collect(Collectors.joining("\n")));
    }

    protected static UUID submit(String lines) {
        return UUID.fromString(submission(lines).statusCode(202).extract().path("id"));
    }

    protected static ValidatableResponse submission(String lines) {
        return api().contentType("application/x-ndjson")
                .queryParam("keys", "title")
                .queryParam("max_output_tokens", 64)
                .body(lines.getBytes(java.nio.charset.StandardCharsets.UTF_8))
                .post("/api/v1/extractions")
                .then();
    }

    /** Plans and dispatches what there is. */
    protected void dispatch() {
        planner.runOnce();
        dispatcher.runOnce();
    }

    protected void record(ItemsFinished finished) {
        recorder.record(WireFormat.write(finished));
    }

    protected static ValidatableResponse job(UUID id) {
        return api().get("/api/v1/extractions/" + id).then().statusCode(200);
    }

    protected static List<String> resultLines(UUID id) {
        String body = api().get("/api/v1/extractions/" + id + "/results")
                .then()
                .statusCode(200)
                .extract()
                .asString();
        return body.lines().toList();
    }

    /** Does something in a thread of its own, as another replica or another client would. */
    protected static CompletableFuture<Void> meanwhile(Runnable what) {
        return CompletableFuture.runAsync(what, task -> new Thread(task, "meanwhile").start());
    }

    /** Waits until so many transactions wait for what another has locked. */
    protected void awaitWaiting(int transactions) {
        await().atMost(PATIENCE)
                .until(() -> count("pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'")
                        == transactions);
    }

    /** Waits for the end of what was done meanwhile. */
    protected static void join(CompletableFuture<Void> meanwhile) {
        assertThat(meanwhile).succeedsWithin(PATIENCE);
    }

    protected long count(String query, Object... parameters) {
        return database.<Long>inTransaction(
                (Sql sql) -> sql.queryOne("select count(*) as n from " + query, row -> row.bigNumber("n"), parameters)
                        .orElseThrow());
    }
}
