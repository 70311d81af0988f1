package dev.winnow.coordinator.training;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.GetResponse;
import dev.winnow.common.training.TrainingClaimReply;
import dev.winnow.common.training.TrainingClaimReply.Granted;
import dev.winnow.common.training.TrainingProgress;
import dev.winnow.common.training.TrainingReport;
import dev.winnow.common.training.TrainingReport.StepLoss;
import dev.winnow.common.training.TrainingTask;
import dev.winnow.common.training.TrainingTask.Input;
import dev.winnow.common.wire.WireFormat;
import dev.winnow.common.work.TrainingAttempt;
import dev.winnow.common.work.TrainingWork;
import dev.winnow.coordinator.adapter.SmallAdapter;
import dev.winnow.coordinator.harness.ByHand;
import dev.winnow.coordinator.harness.ByteModel;
import dev.winnow.coordinator.harness.CoordinatorTest;
import dev.winnow.coordinator.harness.TestWorker;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;

/** A training that two workers share, moved by hand. */
abstract class RoundsHarness extends CoordinatorTest {
    private static final String QUEUE = TrainingWork.queue(ByteModel.NAME);
    private static final JsonMapper JSON = WireFormat.configure(new JsonMapper());

    /** 6 steps or a few more, of two nodes in turns of 2: two rounds, the second with two parts. */
    private static final String REQUEST = """
            {"dataset": "events@1", "name": "champion", "rank": 2, "alpha": 8, "modules": ["q_proj", "v_proj"],
             "batch": 6, "nodes": 2, "local_steps": 2%s}""";

    @Inject
    TrainingDispatch trainingDispatch;

    @Inject
    TrainingReaper trainingReaper;

    @Inject
    Rounds rounds;

    TestWorker second;

    @BeforeEach
    void two_workers_and_a_dataset() throws Exception {
        database.inTransaction(sql -> sql.update("truncate dataset, dataset_row, dataset_name, training cascade"));
        try (Channel channel = connection.createChannel()) {
            channel.queueDelete(QUEUE);
        }
        trainingReaper.runOnce();
        passTime(LEASE);
        worker.register();
        second = worker("second");
        second.register();
        String rows = IntStream.range(0, 40)
                .mapToObj(
                        i -> "{\"instruction\": \"Convert\", \"input\": \"page %d\", \"output\": {\"title\": \"t%d\"}}"
                                .formatted(i * 7919, i))
                .collect(Collectors.joining("\n"));
        api().contentType("application/x-ndjson")
                .queryParam("name", "events")
                .body(rows.getBytes(StandardCharsets.UTF_8))
                .post("/api/v1/datasets")
                .then()
                .statusCode(201);
    }

    void passTime(Duration time) {
        Duration left = time;
        while (left.compareTo(Duration.ZERO) > 0) {
            clock.advance(Duration.ofSeconds(5));
            trainingReaper.runOnce();
            left = left.minusSeconds(5);
        }
    }

    static UUID train(String more) {
        return UUID.fromString(api().contentType("application/json")
                .body(REQUEST.formatted(more))
                .post("/api/v1/trainings")
                .then()
                .statusCode(202)
                .extract()
                .path("id"));
    }

    static ValidatableResponse show(UUID id) {
        return api().get("/api/v1/trainings/{id}", id).then().statusCode(200);
    }

    /** Hands out what waits, and lets the workers claim it in turn: by their part, or 0 for the one that averages. */
    List<Piece> claimed(int count) {
        trainingDispatch.runOnce();
        List<TrainingAttempt> waiting = waiting();
        assertThat(waiting).hasSize(count);
        Map<Integer, Piece> pieces = new TreeMap<>();
        for (TrainingAttempt attempt : waiting) {
            int part = (int) database.<Long>inTransaction(sql -> sql.queryOne(
                                    "select coalesce(part, 0) as part from training where id = ?",
                                    row -> row.bigNumber("part"),
                                    attempt.training())
                            .orElseThrow())
                    .longValue();
            TestWorker by = part == 0 ? worker : second;
            pieces.put(part, new Piece(by, attempt, ((Granted) claim(by, attempt)).task()));
        }
        return List.copyOf(pieces.values());
    }

    TrainingAttempt dispatched() {
        trainingDispatch.runOnce();
        List<TrainingAttempt> waiting = waiting();
        assertThat(waiting).hasSize(1);
        return waiting.get(0);
    }

    List<TrainingAttempt> waiting() {
        List<TrainingAttempt> waiting = new ArrayList<>();
        try (Channel channel = connection.createChannel()) {
            channel.queueDeclare(QUEUE, true, false, false, Map.of("x-queue-type", "quorum"));
            for (GetResponse next = channel.basicGet(QUEUE, true); next != null; next = channel.basicGet(QUEUE, true)) {
                waiting.add(((TrainingWork) WireFormat.readWork(next.getBody())).attempt());
            }
        } catch (IOException | TimeoutException e) {
            throw new IllegalStateException(e);
        }
        return waiting;
    }

    static TrainingClaimReply claim(TestWorker by, TrainingAttempt attempt) {
        return read(post(by, "claims", attempt).statusCode(200), TrainingClaimReply.class);
    }

    static boolean report(Piece piece, int step, int done, double loss) {
        TrainingReport report = new TrainingReport(
                piece.attempt(),
                new TrainingProgress(done, 2, loss, null, 100, 5.0),
                List.of(new StepLoss(step, loss, null)));
        return read(post(piece.by(), "reports", report).statusCode(200), TrainingReport.Reply.class)
                .goOn();
    }

    static ValidatableResponse bring(Piece piece, SmallAdapter adapter, String outcome) {
        return internal()
                .contentType("application/zip")
                .body(adapter.zip())
                .post(
                        "/internal/v1/workers/{w}/trainings/{id}/adapter?attempt={a}&" + outcome,
                        piece.by().incarnation(),
                        piece.attempt().training(),
                        piece.attempt().attempt())
                .then();
    }

    static byte[] fetched(Piece piece, Input input) {
        return internal()
                .get(
                        "/internal/v1/workers/{w}/trainings/{id}/inputs/{p}?attempt={a}",
                        piece.by().incarnation(),
                        piece.attempt().training(),
                        input.piece(),
                        piece.attempt().attempt())
                .then()
                .statusCode(200)
                .extract()
                .asByteArray();
    }

    static ValidatableResponse post(TestWorker by, String what, Object body) {
        return internal()
                .body(JSON.valueToTree(body).toString())
                .post("/internal/v1/workers/{w}/trainings/" + what, by.incarnation())
                .then();
    }

    static RequestSpecification internal() {
        return given().header("Authorization", "Bearer " + ByHand.WORKER_KEY).contentType("application/json");
    }

    static <T> T read(ValidatableResponse response, Class<T> type) {
        try {
            return JSON.readValue(response.extract().asByteArray(), type);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    record Piece(TestWorker by, TrainingAttempt attempt, TrainingTask task) {}
}
