package dev.winnow.coordinator.harness;

import static io.restassured.RestAssured.given;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.GetResponse;
import com.rabbitmq.client.MessageProperties;
import dev.winnow.common.control.Claim;
import dev.winnow.common.control.ClaimReply;
import dev.winnow.common.control.Heartbeat;
import dev.winnow.common.control.HeartbeatReply;
import dev.winnow.common.control.HeldShard;
import dev.winnow.common.control.RegistrationReply;
import dev.winnow.common.control.ShardReturn;
import dev.winnow.common.control.WorkerRegistration;
import dev.winnow.common.result.Evidence;
import dev.winnow.common.result.ItemOutput;
import dev.winnow.common.result.ItemResult;
import dev.winnow.common.result.ItemsFinished;
import dev.winnow.common.result.Provenance;
import dev.winnow.common.result.ResultMessage;
import dev.winnow.common.result.Span;
import dev.winnow.common.result.Usage;
import dev.winnow.common.wire.WireFormat;
import dev.winnow.common.work.Pool;
import dev.winnow.common.work.ShardAttempt;
import dev.winnow.common.work.ShardWork;
import io.restassured.response.ValidatableResponse;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The worker's side of the protocol, one step at a time, over real HTTP and a real broker. */
public final class TestWorker {
    public static final Pool POOL = new Pool(ByteModel.NAME, ByteModel.QUANTIZATION);
    public static final int SLOTS = 16;

    private static final JsonMapper JSON = WireFormat.configure(new JsonMapper());

    private final String name;
    private final Channel channel;
    private UUID incarnation = UUID.randomUUID();

    public TestWorker(String name, Connection connection) throws IOException {
        this.name = name;
        this.channel = connection.createChannel();
        this.channel.confirmSelect();
    }

    public UUID incarnation() {
        return incarnation;
    }

    /** Registers, and sends the model's text if it is wanted. */
    public RegistrationReply register() {
        return register(POOL);
    }

    /** The same for another pool of the model. */
    public RegistrationReply register(Pool pool) {
        WorkerRegistration registration =
                new WorkerRegistration(name, incarnation, pool, ByteModel.CONTEXT_TOKENS, SLOTS, 4711, ByteModel.HASH);
        RegistrationReply reply =
                read(post("/internal/v1/workers", registration).statusCode(200), RegistrationReply.class);
        if (reply.modelTextWanted()) {
            request(ByteModel.text())
                    .put("/internal/v1/models/" + ByteModel.NAME + "/text")
                    .then()
                    .statusCode(204);
        }
        return reply;
    }

    /** The process dies and starts again: nothing is said, but the next registration has a new incarnation. */
    public void restart() {
        incarnation = UUID.randomUUID();
        register();
    }

    /** Takes the next delivery, acked at once: what becomes of the shard is told by HTTP alone. */
    public Optional<ShardWork> take() {
        try {
            GetResponse delivery = channel.basicGet(POOL.workQueue(), true);
            return Optional.ofNullable(delivery).map(it -> (ShardWork) WireFormat.readWork(it.getBody()));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    public ShardWork takeOne() {
        return take().orElseThrow(() -> new AssertionError("nothing waits on " + POOL.workQueue()));
    }

    public ClaimReply claim(ShardAttempt shard) {
        return read(
                post("/internal/v1/workers/" + incarnation + "/claims", new Claim(shard))
                        .statusCode(200),
                ClaimReply.class);
    }

    public HeartbeatReply heartbeat(HeldShard... held) {
        return read(
                post(
                                "/internal/v1/workers/" + incarnation + "/heartbeats",
                                new Heartbeat(List.of(held), 10, false, null))
                        .statusCode(200),
                HeartbeatReply.class);
    }

    /** A heartbeat of a worker that takes no more. */
    public HeartbeatReply heartbeatWhileDraining(HeldShard... held) {
        return read(
                post(
                                "/internal/v1/workers/" + incarnation + "/heartbeats",
                                new Heartbeat(List.of(held), 10, true, null))
                        .statusCode(200),
                HeartbeatReply.class);
    }

    /** The worker stops in good order. */
    public void signOff() {
        given().header("Authorization", "Bearer " + ByHand.WORKER_KEY)
                .delete("/internal/v1/workers/" + incarnation)
                .then()
                .statusCode(204);
    }

    public void giveBack(ShardAttempt shard) {
        post("/internal/v1/workers/" + incarnation + "/returns", new ShardReturn(shard, "drain"))
                .statusCode(204);
    }

    /** Asks for an adapter. */
    public ValidatableResponse adapter(String hash) {
        return given().header("Authorization", "Bearer " + ByHand.WORKER_KEY)
                .get("/internal/v1/adapters/" + hash)
                .then();
    }

    /** Results for these positions, in one message. */
    public ItemsFinished finished(ShardWork work, Integer... positions) {
        List<ItemResult> results = Arrays.stream(positions)
                .map(position -> (ItemResult) output(position, "{\"title\":\"" + position + "\"}"))
                .toList();
        return new ItemsFinished(work.shard(), work.job(), incarnation, results);
    }

    /** Results for all items of a shard. */
    public ItemsFinished finished(ShardWork work) {
        return finished(work, work.items().stream().map(item -> item.position()).toArray(Integer[]::new));
    }

    public ItemOutput output(int position, String json) {
        return new ItemOutput(
                position,
                json,
                false,
                new Usage(12, 5, 5, 0.25),
                new Provenance(ByteModel.NAME, ByteModel.QUANTIZATION, null, "sha256:schema", "sha256:prompt"),
                new Evidence(Map.of("/title", 0.5), Map.of("/title", new Span(0, 1))));
    }

    /** Puts a message on the results queue and waits for the broker's confirm. */
    public void send(byte[] body) {
        try {
            channel.basicPublish("", ResultMessage.QUEUE, MessageProperties.PERSISTENT_BASIC, body);
            channel.waitForConfirmsOrDie(5_000);
        } catch (IOException | InterruptedException | java.util.concurrent.TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The broker loses the queue with all that is in it, and cancels its consumers. */
    public void deleteResultsQueue() throws IOException {
        channel.queueDelete(ResultMessage.QUEUE);
    }

    /** Whether the results queue is there and somebody takes from it. */
    public boolean resultsAreTaken() throws IOException {
        return channel.queueDeclare(ResultMessage.QUEUE, true, false, false, Map.of("x-queue-type", "quorum"))
                        .getConsumerCount()
                > 0;
    }

    private static ValidatableResponse post(String path, Object body) {
        return request(body).post(path).then();
    }

    private static io.restassured.specification.RequestSpecification request(Object body) {
        return given().header("Authorization", "Bearer " + ByHand.WORKER_KEY)
                .contentType("application/json")
                .body(JSON.valueToTree(body).toString());
    }

    private static <T> T read(ValidatableResponse response, Class<T> type) {
        try {
            return JSON.readValue(response.extract().asByteArray(), type);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
