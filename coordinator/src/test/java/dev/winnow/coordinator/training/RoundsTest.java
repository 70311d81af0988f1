package dev.winnow.coordinator.training;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.GetResponse;
import dev.winnow.common.training.Portion;
import dev.winnow.common.training.TrainingClaimReply;
import dev.winnow.common.training.TrainingClaimReply.Granted;
import dev.winnow.common.training.TrainingEnd;
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
import dev.winnow.coordinator.harness.Stops;
import dev.winnow.coordinator.harness.TestWorker;
import dev.winnow.coordinator.racepoint.RacePoint;
import io.quarkus.test.junit.QuarkusTest;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@QuarkusTest
class RoundsTest extends CoordinatorTest {
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

    private TestWorker second;

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

    @Test
    void parts_are_averaged_round_by_round_and_the_last_average_is_the_adapter() {
        UUID id = train("");
        show(id).body("state", equalTo("queued")).body("rounds.nodes", equalTo(2));
        rounds.runOnce();
        show(id).body("state", equalTo("running"))
                .body("rounds.round", equalTo(1))
                .body("rounds.rounds", equalTo(2))
                .body("rounds.on_lost_part", equalTo("redo"))
                .body("rounds.pieces.part", equalTo(List.of(1, 2)))
                .body("rounds.pieces.state", equalTo(List.of("queued", "queued")));

        List<Piece> parts = claimed(2);
        assertThat(parts.get(0).task()).isEqualTo(new TrainingTask.Part(new Portion(2, 2, 0, 0), null));
        assertThat(parts.get(1).task()).isEqualTo(new TrainingTask.Part(new Portion(2, 2, 0, 1), null));
        assertThat(report(parts.get(0), 1, 1, 4.0)).isTrue();
        assertThat(report(parts.get(1), 2, 2, 2.0)).isTrue();
        show(id).body("progress.step", equalTo(3))
                .body("progress.loss", equalTo(3f))
                .body("rounds.pieces.worker", equalTo(List.of("first", "second")));
        bring(parts.get(1), new SmallAdapter(2), "tokens=30").statusCode(200);
        rounds.runOnce();
        assertThat(waiting()).as("an average before all parts are here").isEmpty();
        bring(parts.get(0), new SmallAdapter(1), "tokens=10").statusCode(200);
        bring(parts.get(0), new SmallAdapter(1), "tokens=10").statusCode(200);

        rounds.runOnce();
        Piece average = claimed(1).get(0);
        List<Input> inputs = ((TrainingTask.Average) average.task()).inputs();
        assertThat(inputs)
                .extracting(Input::hash, Input::tokens)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(new SmallAdapter(1).hash(), 10L),
                        org.assertj.core.groups.Tuple.tuple(new SmallAdapter(2).hash(), 30L));
        assertThat(fetched(average, inputs.get(1))).isEqualTo(new SmallAdapter(2).zip());
        bring(average, new SmallAdapter(3), "residual=0.25").statusCode(200);
        rounds.runOnce();
        show(id).body("rounds.round", equalTo(2)).body("rounds.residuals", equalTo(List.of(0.25f)));

        List<Piece> next = claimed(2);
        assertThat(next).extracting(Piece::task).allSatisfy(task -> assertThat(((TrainingTask.Part) task).from())
                .extracting(Input::hash)
                .isEqualTo(new SmallAdapter(3).hash()));
        assertThat(count("training_chunk"))
                .as("only what the round begins with")
                .isEqualTo(1);
        next.forEach(part -> bring(part, new SmallAdapter(4), "tokens=5").statusCode(200));
        rounds.runOnce();
        bring(claimed(1).get(0), new SmallAdapter(5), "residual=0.125").statusCode(200);
        rounds.runOnce();

        show(id).body("state", equalTo("done")).body("adapter", equalTo("champion@1"));
        api().get("/api/v1/adapters/champion")
                .then()
                .body("hash", equalTo(new SmallAdapter(5).hash()))
                .body("card.training.nodes.nodes", equalTo(2))
                .body("card.training.nodes.rounds", equalTo(2))
                .body("card.training.nodes.residuals", equalTo(List.of(0.25f, 0.125f)))
                .body("card.training.losses.step", equalTo(List.of(1, 2)));
        assertThat(count("training_chunk")).isZero();
        api().get("/api/v1/trainings").then().body("trainings", hasSize(1));
        api().get("/api/v1/trainings/{id}", next.get(0).attempt().training())
                .then()
                .statusCode(404);
    }

    @Test
    void coordinators_that_move_a_round_at_once_move_it_once() {
        UUID id = train("");
        List<Piece> parts = new ArrayList<>();
        for (int round = 0; round < 2; round++) {
            atOnce();
            List<Piece> claimed = claimed(2);
            assertThat(waiting()).isEmpty();
            parts.addAll(claimed);
            claimed.forEach(part -> bring(part, new SmallAdapter(1), "tokens=1").statusCode(200));
            atOnce();
            Piece average = claimed(1).get(0);
            assertThat(waiting()).isEmpty();
            bring(average, new SmallAdapter(2), "residual=0").statusCode(200);
        }
        atOnce();
        show(id).body("state", equalTo("done"));
        assertThat(count("adapter")).isEqualTo(1);
        assertThat(parts).hasSize(4);
    }

    @ParameterizedTest
    @EnumSource(names = {"PIECE_STORED", "PIECE_COMMITTED", "ROUND_MOVED", "ROUND_COMMITTED"})
    void coordinator_that_dies_at_every_step_does_each_once(RacePoint point) {
        UUID id = train("");
        for (int round = 0; round < 2; round++) {
            moveInSpiteOf(point);
            claimed(2).forEach(part -> bringInSpiteOf(point, part, new SmallAdapter(1), "tokens=1"));
            moveInSpiteOf(point);
            bringInSpiteOf(point, claimed(1).get(0), new SmallAdapter(2), "residual=0");
        }
        moveInSpiteOf(point);
        show(id).body("state", equalTo("done")).body("adapter", equalTo("champion@1"));
        assertThat(count("training where parent is not null")).isEqualTo(6);
        assertThat(count("training_chunk")).isZero();
    }

    private void moveInSpiteOf(RacePoint point) {
        // Twice: before what is to be moved now, and before what follows from it.
        for (int death = 0; death < 2; death++) {
            stops.dieAt(point);
            try {
                rounds.runOnce();
            } catch (Stops.Died expected) {
                assertThat(expected).hasMessageContaining(point.name());
            }
        }
        stops.none();
        rounds.runOnce();
    }

    private void bringInSpiteOf(RacePoint point, Piece piece, SmallAdapter adapter, String outcome) {
        stops.dieAt(point);
        bring(piece, adapter, outcome);
        stops.none();
        bring(piece, adapter, outcome).statusCode(200).body("adapter", equalTo(adapter.hash()));
    }

    private void atOnce() {
        var others =
                IntStream.range(0, 3).mapToObj(i -> meanwhile(rounds::runOnce)).toList();
        others.forEach(CoordinatorTest::join);
        // Whoever found it locked comes by again.
        rounds.runOnce();
    }

    @Test
    void part_with_something_that_is_no_number_is_done_by_another_node_and_the_node_is_told() {
        UUID id = train("");
        rounds.runOnce();
        List<Piece> parts = claimed(2);
        bring(parts.get(0), new SmallAdapter(Float.NaN), "tokens=1")
                .statusCode(422)
                .body("code", equalTo("piece_refused"))
                .body("detail", containsString("no number"));
        show(id).body("state", equalTo("running"))
                .body("rounds.pieces[0].state", equalTo("queued"))
                .body("rounds.pieces[0].attempt", equalTo(2))
                .body("rounds.refusals", hasSize(1))
                .body("rounds.refusals[0].worker", equalTo("first"))
                .body("rounds.refusals[0].round", equalTo(1))
                .body("rounds.refusals[0].part", equalTo(1))
                .body("rounds.refusals[0].code", equalTo("piece_refused"));

        TrainingAttempt again = dispatched();
        assertThat(claim(worker, again)).as("others go first").isInstanceOf(TrainingClaimReply.Refused.class);
        TrainingAttempt handedOn = dispatched();
        assertThat(handedOn).isEqualTo(again);
        assertThat(claim(second, handedOn)).isInstanceOf(Granted.class);
    }

    @Test
    void node_that_is_alone_may_try_its_part_again_after_a_while_and_three_times_in_all() {
        UUID id = train("");
        rounds.runOnce();
        Piece part = claimed(2).get(0);
        for (int tries = 1; tries <= 3; tries++) {
            bring(part, new SmallAdapter(Float.NaN), "tokens=1").statusCode(422);
            if (tries < 3) {
                clock.advance(Duration.ofSeconds(121));
                TrainingAttempt again = dispatched();
                part = new Piece(worker, again, ((Granted) claim(worker, again)).task());
            }
        }
        rounds.runOnce();
        show(id).body("state", equalTo("failed"))
                .body("error.code", equalTo("piece_refused"))
                .body("error.message", containsString("part 1 of round 1: its factors have something"))
                .body("rounds.pieces.state", equalTo(List.of("failed", "cancelled")));

        api().post("/api/v1/trainings/{id}/resume", id).then().statusCode(200);
        rounds.runOnce();
        show(id).body("state", equalTo("running"))
                .body("error", nullValue())
                .body("rounds.pieces.state", equalTo(List.of("queued", "queued")));
    }

    @Test
    void adapter_of_another_shape_is_refused_too() {
        UUID id = train(", \"dropout\": 0.1");
        rounds.runOnce();
        List<Piece> parts = claimed(2);
        post(parts.get(0).by(), "failures", new TrainingEnd(parts.get(0).attempt(), "loss_is_no_number", "step 1"))
                .statusCode(204);
        show(id).body("rounds.pieces[0].state", equalTo("queued"))
                .body("rounds.refusals[0].code", equalTo("loss_is_no_number"));
        bring(parts.get(1), new SmallAdapter(1), "").statusCode(422).body("detail", containsString("tokens"));
    }

    @Test
    void part_that_cannot_be_averaged_is_done_again_and_the_average_waits() {
        UUID id = train("");
        rounds.runOnce();
        List<Piece> parts = claimed(2);
        parts.forEach(part -> bring(part, new SmallAdapter(1), "tokens=1").statusCode(200));
        rounds.runOnce();
        Piece average = claimed(1).get(0);
        UUID culprit = parts.get(1).attempt().training();
        post(average.by(), "failures", new TrainingEnd(average.attempt(), "part_unfit", "q_proj is 2 x 9", culprit))
                .statusCode(204);

        rounds.runOnce();
        show(id).body("rounds.pieces.state", equalTo(List.of("brought", "queued")))
                .body("rounds.refusals[0].worker", equalTo("second"))
                .body("rounds.refusals[0].reason", equalTo("q_proj is 2 x 9"));
        TrainingAttempt again = dispatched();
        assertThat(again).isEqualTo(new TrainingAttempt(culprit, 2));
        Piece redone = new Piece(worker, again, ((Granted) claim(worker, again)).task());
        bring(redone, new SmallAdapter(1), "tokens=1").statusCode(200);
        rounds.runOnce();
        assertThat(claimed(1).get(0).task()).isInstanceOf(TrainingTask.Average.class);
    }

    @Test
    void lost_part_is_done_again_by_another_worker() {
        UUID id = train("");
        rounds.runOnce();
        claimed(2);
        worker.restart();
        trainingReaper.runOnce();
        rounds.runOnce();
        show(id).body("rounds.pieces.state", equalTo(List.of("queued", "running")))
                .body("rounds.pieces.attempt", equalTo(List.of(2, 1)))
                .body("rounds.refusals", hasSize(0));
    }

    @Test
    void round_whose_parts_are_all_lost_again_and_again_fails_though_they_may_be_left_out() {
        UUID id = train(", \"on_lost_part\": \"leave_out\"");
        rounds.runOnce();
        for (int loss = 0; loss < 6; loss++) {
            claimed(2);
            worker.restart();
            second.restart();
            trainingReaper.runOnce();
            show(id).body("state", equalTo("running"));
            rounds.runOnce();
        }
        rounds.runOnce();
        show(id).body("state", equalTo("failed")).body("error.code", equalTo("all_parts_lost"));
    }

    @Test
    void part_that_another_coordinator_has_stopped_goes_on_when_its_training_does() {
        UUID id = train("");
        rounds.runOnce();
        claimed(2);
        database.inTransaction(
                sql -> sql.update("update training set state = 'cancelled' where parent = ? and part = 1", id));
        rounds.runOnce();
        show(id).body("rounds.pieces.state", equalTo(List.of("running", "queued")))
                .body("rounds.pieces.attempt", equalTo(List.of(1, 2)));
    }

    @Test
    void lost_part_is_left_out_where_that_is_the_rule_but_not_the_last_one() {
        UUID id = train(", \"on_lost_part\": \"leave_out\"");
        rounds.runOnce();
        List<Piece> parts = claimed(2);
        worker.restart();
        trainingReaper.runOnce();
        show(id).body("rounds.pieces.state", equalTo(List.of("left_out", "running")));
        assertThat(report(parts.get(0), 1, 1, 1.0))
                .as("it is not wanted any more")
                .isFalse();
        second.restart();
        trainingReaper.runOnce();
        rounds.runOnce();
        show(id).body("rounds.pieces.state", equalTo(List.of("queued", "queued")));

        parts = claimed(2);
        worker.restart();
        trainingReaper.runOnce();
        bring(parts.get(1), new SmallAdapter(1), "tokens=7").statusCode(200);
        rounds.runOnce();
        TrainingTask.Average average = (TrainingTask.Average) claimed(1).get(0).task();
        assertThat(average.inputs()).extracting(Input::tokens).containsExactly(7L);
    }

    @Test
    void cancel_stops_all_pieces_and_resume_goes_on_where_they_were() {
        UUID id = train("");
        rounds.runOnce();
        List<Piece> parts = claimed(2);
        bring(parts.get(0), new SmallAdapter(1), "tokens=1").statusCode(200);
        api().post("/api/v1/trainings/{id}/cancel", id).then().statusCode(200).body("state", equalTo("cancelled"));
        rounds.runOnce();
        assertThat(report(parts.get(1), 2, 1, 1.0)).isFalse();
        show(id).body("rounds.pieces.state", equalTo(List.of("brought", "cancelled")));

        api().post("/api/v1/trainings/{id}/resume", id).then().statusCode(200);
        rounds.runOnce();
        show(id).body("state", equalTo("running")).body("rounds.pieces.state", equalTo(List.of("brought", "queued")));
        api().post("/api/v1/trainings/{id}/cancel", id).then().statusCode(200);
        rounds.runOnce();
        api().delete("/api/v1/trainings/{id}", id).then().statusCode(204);
        assertThat(count("training")).isZero();
    }

    @Test
    void inputs_of_another_training_are_not_given_out() {
        train("");
        rounds.runOnce();
        Piece part = claimed(2).get(0);
        internal()
                .get(
                        "/internal/v1/workers/{w}/trainings/{t}/inputs/{p}?attempt=1",
                        part.by().incarnation(),
                        part.attempt().training(),
                        UUID.randomUUID())
                .then()
                .statusCode(404)
                .body("code", equalTo("no_such_piece"));
    }

    private void passTime(Duration time) {
        Duration left = time;
        while (left.compareTo(Duration.ZERO) > 0) {
            clock.advance(Duration.ofSeconds(5));
            trainingReaper.runOnce();
            left = left.minusSeconds(5);
        }
    }

    private static UUID train(String more) {
        return UUID.fromString(api().contentType("application/json")
                .body(REQUEST.formatted(more))
                .post("/api/v1/trainings")
                .then()
                .statusCode(202)
                .extract()
                .path("id"));
    }

    private static ValidatableResponse show(UUID id) {
        return api().get("/api/v1/trainings/{id}", id).then().statusCode(200);
    }

    /** Hands out what waits, and lets the workers claim it in turn: by their part, or 0 for the one that averages. */
    private List<Piece> claimed(int count) {
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

    private TrainingAttempt dispatched() {
        trainingDispatch.runOnce();
        List<TrainingAttempt> waiting = waiting();
        assertThat(waiting).hasSize(1);
        return waiting.get(0);
    }

    private List<TrainingAttempt> waiting() {
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

    private static TrainingClaimReply claim(TestWorker by, TrainingAttempt attempt) {
        return read(post(by, "claims", attempt).statusCode(200), TrainingClaimReply.class);
    }

    private static boolean report(Piece piece, int step, int done, double loss) {
        TrainingReport report = new TrainingReport(
                piece.attempt(),
                new TrainingProgress(done, 2, loss, null, 100, 5.0),
                List.of(new StepLoss(step, loss, null)));
        return read(post(piece.by(), "reports", report).statusCode(200), TrainingReport.Reply.class)
                .goOn();
    }

    private static ValidatableResponse bring(Piece piece, SmallAdapter adapter, String outcome) {
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

    private static byte[] fetched(Piece piece, Input input) {
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

    private static ValidatableResponse post(TestWorker by, String what, Object body) {
        return internal()
                .body(JSON.valueToTree(body).toString())
                .post("/internal/v1/workers/{w}/trainings/" + what, by.incarnation())
                .then();
    }

    private static RequestSpecification internal() {
        return given().header("Authorization", "Bearer " + ByHand.WORKER_KEY).contentType("application/json");
    }

    private static <T> T read(ValidatableResponse response, Class<T> type) {
        try {
            return JSON.readValue(response.extract().asByteArray(), type);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private record Piece(TestWorker by, TrainingAttempt attempt, TrainingTask task) {}
}
