package dev.winnow.coordinator.training;

import static io.restassured.RestAssured.given;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.GetResponse;
import dev.winnow.common.training.TrainingClaimReply;
import dev.winnow.common.training.TrainingEnd;
import dev.winnow.common.training.TrainingProgress;
import dev.winnow.common.training.TrainingReport;
import dev.winnow.common.training.TrainingReport.StepLoss;
import dev.winnow.common.wire.WireFormat;
import dev.winnow.common.work.TrainingAttempt;
import dev.winnow.common.work.TrainingWork;
import dev.winnow.coordinator.access.ApiKeys;
import dev.winnow.coordinator.access.Scope;
import dev.winnow.coordinator.adapter.SmallAdapter;
import dev.winnow.coordinator.harness.ByHand;
import dev.winnow.coordinator.harness.ByteModel;
import dev.winnow.coordinator.harness.CoordinatorTest;
import dev.winnow.coordinator.harness.ListeningWebhook;
import dev.winnow.coordinator.harness.TestWorker;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class TrainingTest extends CoordinatorTest {
    private static final String QUEUE = TrainingWork.queue(ByteModel.NAME);
    private static final JsonMapper JSON = WireFormat.configure(new JsonMapper());
    private static final String STRANGER = "wk_stranger_0123456789abcdef";

    @Inject
    ApiKeys keys;

    @Inject
    TrainingDispatch trainingDispatch;

    @Inject
    TrainingReaper trainingReaper;

    @Inject
    TrainingStreams streams;

    @BeforeEach
    void one_dataset_and_no_training() throws Exception {
        database.inTransaction(sql -> sql.update("truncate dataset, dataset_row, dataset_name, training cascade"));
        try (Channel channel = connection.createChannel()) {
            channel.queueDelete(QUEUE);
        }
        trainingReaper.runOnce();
        passTime(LEASE);
        worker.register();
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
    void a_training_is_handed_out_claimed_reported_and_ends_with_an_adapter_its_card_and_its_alias() {
        UUID id = train("{\"dataset\": \"events@1\", \"name\": \"champion\", \"epochs\": 2}");
        show(id).body("state", equalTo("queued")).body("plan.rank", equalTo(16)).body("plan.form", equalTo("f32"));

        TrainingAttempt attempt = dispatched();
        show(id).body("state", equalTo("dispatched"));
        TrainingClaimReply.Granted granted = (TrainingClaimReply.Granted) claim(worker, attempt);
        assertThat(granted.checkpointStep()).isNull();
        assertThat(granted.plan().epochs()).isEqualTo(2);
        clock.advance(Duration.ofSeconds(5));
        assertThat(report(worker, attempt, 1, 3.5)).isTrue();
        show(id).body("state", equalTo("running"))
                .body("worker", equalTo("first"))
                .body("progress.loss", equalTo(3.5f))
                .body("worker_seconds", equalTo(5f));
        clock.advance(Duration.ofSeconds(5));
        assertThat(report(worker, attempt, 2, 2.5)).isTrue();

        finish(worker, attempt, new SmallAdapter(1)).statusCode(200).body("adapter", equalTo("champion@1"));
        show(id).body("state", equalTo("done")).body("adapter", equalTo("champion@1"));
        api().get("/api/v1/adapters/champion")
                .then()
                .statusCode(200)
                .body("adapter", equalTo("champion@1"))
                .body("base", equalTo(ByteModel.NAME))
                .body("card.instruction", equalTo("Convert"))
                .body("card.training.dataset", equalTo("events@1"))
                .body("card.training.dataset_hash", equalTo(granted.dataset()))
                .body("card.training.worker_seconds", equalTo(10f))
                .body("card.training.losses.loss", equalTo(List.of(3.5f, 2.5f)));
        api().get("/api/v1/trainings/{id}/losses", id).then().body("losses.step", equalTo(List.of(1, 2)));
        api().get("/api/v1/trainings/{id}/losses?after=1", id).then().body("losses.step", equalTo(List.of(2)));
        api().get("/api/v1/trainings/{id}/losses?after=2", id).then().body("losses", equalTo(List.of()));
        api().get("/api/v1/trainings/{id}/losses?after=last", id)
                .then()
                .statusCode(400)
                .body("pointer", equalTo("/after"));
        api().get("/api/v1/audit")
                .then()
                .body("lines[0].key_name", equalTo("training of champion"))
                .body("lines[0].path", equalTo("/api/v1/adapter-aliases/champion"));
    }

    @Test
    void its_stream_begins_with_now_tells_each_step_and_ends_with_the_training() {
        UUID id = train("{\"dataset\": \"events@1\", \"epochs\": 2}");
        AssertSubscriber<Optional<TrainingNow>> told = AssertSubscriber.create(100);
        streams.open("default", id).subscribe().withSubscriber(told);
        TrainingAttempt attempt = dispatched();
        claim(worker, attempt);
        assertThat(report(worker, attempt, 1, 3.5)).isTrue();
        streams.round();
        streams.round();
        assertThat(report(worker, attempt, 2, 2.5)).isTrue();
        streams.round();
        finish(worker, attempt, new SmallAdapter(1)).statusCode(200);
        streams.round();

        told.assertCompleted();
        List<TrainingNow> events =
                told.getItems().stream().flatMap(Optional::stream).toList();
        assertThat(events).extracting(TrainingNow::state).containsExactly("queued", "running", "running", "done");
        assertThat(events.subList(1, 3))
                .extracting(now -> requireNonNull(now.progress()).loss())
                .containsExactly(3.5, 2.5);
        assertThat(events.get(3).adapter()).isEqualTo("events@1");
        assertThat(told.getItems())
                .as("one sign of life")
                .filteredOn(Optional::isEmpty)
                .hasSize(1);
        assertThat(streams.open()).isZero();
    }

    @Test
    void a_client_that_saw_the_end_of_its_stream_is_told_to_stop() {
        UUID id = train("{\"dataset\": \"events@1\"}");
        cancel(id).statusCode(200);
        String path = "/api/v1/trainings/" + id + "/events";

        String body = api().get(path).then().statusCode(200).extract().asString();

        assertThat(body).contains("event:training", "data:{\"id\":\"%s\",\"state\":\"cancelled\"".formatted(id));
        String last = body.lines()
                .filter(line -> line.startsWith("id:"))
                .map(line -> line.substring(3).strip())
                .findFirst()
                .orElseThrow();
        api().header("Last-Event-ID", "whatever").get(path).then().statusCode(200);
        api().header("Last-Event-ID", last).get(path).then().statusCode(410).body("code", equalTo("training_is_over"));
        api().get("/api/v1/trainings/" + UUID.randomUUID() + "/events").then().statusCode(404);
    }

    @Test
    void the_highest_priority_goes_first_and_below_nought_waits_until_nothing_is_extracted() {
        UUID idle = train("{\"dataset\": \"events@1\", \"priority\": -1}");
        UUID usual = train("{\"dataset\": \"events@1\"}");
        UUID first = train("{\"dataset\": \"events@1\", \"priority\": 5}");
        UUID job = submit(1);

        assertThat(dispatched().training()).isEqualTo(first);
        show(idle).body("state", equalTo("queued"));
        show(usual).body("state", equalTo("dispatched"));
        api().post("/api/v1/extractions/" + job + "/cancel").then().statusCode(200);
        assertThat(trainingDispatch.runOnce()).isEqualTo(1);
        show(idle).body("state", equalTo("dispatched"));
        submitted("{\"dataset\": \"events@1\", \"priority\": 101}")
                .statusCode(422)
                .body("pointer", equalTo("/priority"));
    }

    @Test
    void an_adapter_that_comes_twice_is_stored_once_and_the_same_answer_given() {
        UUID id = train("{\"dataset\": \"events@1\"}");
        TrainingAttempt attempt = running(worker);
        finish(worker, attempt, new SmallAdapter(1)).statusCode(200);
        finish(worker, attempt, new SmallAdapter(1)).statusCode(200).body("adapter", equalTo("events@1"));
        show(id).body("alias", nullValue());
        assertThat(count("adapter")).isEqualTo(1);
    }

    @Test
    void a_worker_that_is_silent_for_a_lease_loses_its_training_and_another_goes_on_from_the_checkpoint()
            throws Exception {
        UUID id = train("{\"dataset\": \"events@1\"}");
        TrainingAttempt first = running(worker);
        checkpoint(worker, first, 4, "the state after four steps").statusCode(204);

        passTime(LEASE.plusSeconds(1));
        show(id).body("state", equalTo("queued")).body("attempt", equalTo(2)).body("checkpoint_step", equalTo(4));
        TestWorker second = worker("second");
        second.register();
        TrainingAttempt again = dispatched();
        TrainingClaimReply.Granted granted = (TrainingClaimReply.Granted) claim(second, again);
        assertThat(granted.checkpointStep()).isEqualTo(4);
        assertThat(internal()
                        .get("/internal/v1/workers/{w}/trainings/{id}/checkpoint?attempt=2", second.incarnation(), id)
                        .then()
                        .statusCode(200)
                        .extract()
                        .asString())
                .isEqualTo("the state after four steps");

        // The first one was only slow: nothing that it says counts any more.
        assertThat(report(worker, first, 9, 1.0)).isFalse();
        checkpoint(worker, first, 9, "late").statusCode(409).body("code", equalTo("not_yours"));
        finish(worker, first, new SmallAdapter(1)).statusCode(409).body("code", equalTo("not_yours"));
        post(worker, "returns", first).statusCode(204);
        post(worker, "failures", new TrainingEnd(first, "late", "late")).statusCode(204);
        show(id).body("state", equalTo("running"))
                .body("checkpoint_step", equalTo(4))
                .body("progress", nullValue());
        assertThat(count("adapter")).isZero();

        finish(second, again, new SmallAdapter(2)).statusCode(200);
        assertThat(count("training_chunk")).isZero();
    }

    @Test
    void a_worker_that_begins_a_new_life_loses_its_training_at_once() {
        UUID id = train("{\"dataset\": \"events@1\"}");
        running(worker);
        worker.restart();
        trainingReaper.runOnce();
        show(id).body("state", equalTo("queued")).body("attempt", equalTo(2));
    }

    @Test
    void three_workers_that_die_without_a_checkpoint_end_a_training_and_a_new_checkpoint_forgives_them() {
        UUID id = train("{\"dataset\": \"events@1\"}");
        loseOne();
        loseOne();
        checkpoint(worker, running(worker), 3, "x").statusCode(204);
        passTime(LEASE.plusSeconds(1));
        worker.register();
        loseOne();
        show(id).body("state", equalTo("queued"));
        loseOne();
        show(id).body("state", equalTo("failed"))
                .body("error.code", equalTo("worker_lost"))
                .body("error.message", containsString("pack_tokens"))
                .body("checkpoint_step", equalTo(3));
    }

    private void loseOne() {
        running(worker);
        passTime(LEASE.plusSeconds(1));
        worker.register();
    }

    @Test
    void a_training_that_is_handed_back_is_nobodys_fault() {
        UUID id = train("{\"dataset\": \"events@1\"}");
        for (int i = 1; i <= 5; i++) {
            post(worker, "returns", running(worker)).statusCode(204);
            show(id).body("state", equalTo("queued")).body("attempt", equalTo(i + 1));
        }
    }

    @Test
    void a_claim_is_granted_once_more_to_whoever_has_it_and_to_nobody_else() throws Exception {
        train("{\"dataset\": \"events@1\"}");
        TrainingAttempt attempt = dispatched();
        TestWorker second = worker("second");
        second.register();
        assertThat(claim(worker, attempt)).isInstanceOf(TrainingClaimReply.Granted.class);
        assertThat(claim(worker, attempt)).isInstanceOf(TrainingClaimReply.Granted.class);
        assertThat(claim(second, attempt)).isEqualTo(new TrainingClaimReply.Refused("it is running at attempt 1"));
        assertThat(claim(second, new TrainingAttempt(attempt.training(), 2)))
                .isInstanceOf(TrainingClaimReply.Refused.class);
        internal()
                .body(JSON.valueToTree(attempt).toString())
                .post("/internal/v1/workers/{w}/trainings/claims", UUID.randomUUID())
                .then()
                .statusCode(404)
                .body("code", equalTo("unknown_worker"));
    }

    @Test
    void a_worker_that_sends_nothing_or_counts_wrongly_is_told_so() {
        for (String what : List.of("claims", "reports", "returns", "failures")) {
            internal()
                    .body("null")
                    .post("/internal/v1/workers/{w}/trainings/" + what, worker.incarnation())
                    .then()
                    .statusCode(400)
                    .body("code", equalTo("empty_body"));
        }
        internal()
                .get(
                        "/internal/v1/workers/{w}/trainings/{t}/checkpoint?attempt=0",
                        worker.incarnation(),
                        UUID.randomUUID())
                .then()
                .statusCode(400)
                .body("pointer", equalTo("/attempt"));
    }

    @Test
    void what_the_broker_forgot_is_handed_out_again_at_the_same_attempt() throws Exception {
        UUID id = train("{\"dataset\": \"events@1\"}");
        TrainingAttempt lost = dispatched();
        passTime(Duration.ofSeconds(61));
        show(id).body("state", equalTo("queued"));
        assertThat(claim(worker, lost)).isInstanceOf(TrainingClaimReply.Refused.class);
        assertThat(dispatched()).isEqualTo(lost);

        passTime(Duration.ofSeconds(30));
        show(id).body("state", equalTo("dispatched"));
    }

    @Test
    void what_waits_in_its_queue_is_not_forgotten() {
        UUID id = train("{\"dataset\": \"events@1\"}");
        trainingDispatch.runOnce();
        passTime(Duration.ofSeconds(130));
        show(id).body("state", equalTo("dispatched"));
    }

    @Test
    void end_is_told_to_whoever_listens_once() {
        ListeningWebhook webhook =
                ListeningWebhook.of(database, "training.finished", "training.failed", "training.cancelled");
        UUID cancelled = train("{\"dataset\": \"events@1\"}");
        cancel(cancelled).statusCode(200);
        cancel(cancelled).statusCode(200);
        UUID done = train("{\"dataset\": \"events@1\"}");
        finish(worker, running(worker), new SmallAdapter(1)).statusCode(200);

        assertThat(webhook.told())
                .satisfiesExactly(
                        first -> assertThat(first)
                                .contains("\"type\":\"training.cancelled\"", cancelled.toString(), "\"adapter\":null"),
                        second -> assertThat(second)
                                .contains(
                                        "\"type\":\"training.finished\"",
                                        done.toString(),
                                        "\"adapter\":\"events@1\"",
                                        "\"training\":\"/api/v1/trainings/" + done));
    }

    @Test
    void cancel_ends_it_wherever_it_is_keeps_the_checkpoint_and_it_can_be_resumed() {
        UUID id = train("{\"dataset\": \"events@1\"}");
        cancel(id).statusCode(200).body("state", equalTo("cancelled"));
        cancel(id).statusCode(200);
        api().post("/api/v1/trainings/{id}/resume", id).then().statusCode(200).body("attempt", equalTo(2));

        TrainingAttempt attempt = running(worker);
        checkpoint(worker, attempt, 2, "x").statusCode(204);
        cancel(id).statusCode(200).body("checkpoint_step", equalTo(2));
        assertThat(report(worker, attempt, 3, 1.0)).isFalse();
        finish(worker, attempt, new SmallAdapter(1)).statusCode(409);
        assertThat(count("training_chunk")).isEqualTo(1);

        api().post("/api/v1/trainings/{id}/resume", id).then().statusCode(200);
        TrainingAttempt resumed = running(worker);
        assertThat(resumed.attempt()).isEqualTo(3);
        finish(worker, resumed, new SmallAdapter(1)).statusCode(200);
        cancel(id).statusCode(409).body("code", equalTo("training_done"));
        api().post("/api/v1/trainings/{id}/resume", id).then().statusCode(409);
    }

    @Test
    void a_cancelled_trainings_message_is_refused() {
        UUID id = train("{\"dataset\": \"events@1\"}");
        TrainingAttempt attempt = dispatched();
        cancel(id).statusCode(200);
        assertThat(claim(worker, attempt)).isEqualTo(new TrainingClaimReply.Refused("it is cancelled at attempt 1"));
    }

    @Test
    void a_deleted_trainings_message_is_refused() {
        UUID id = train("{\"dataset\": \"events@1\"}");
        TrainingAttempt attempt = dispatched();
        cancel(id).statusCode(200);
        api().delete("/api/v1/trainings/{id}", id).then().statusCode(204);

        assertThat(claim(worker, attempt)).isEqualTo(new TrainingClaimReply.Refused("it is not there any more"));
    }

    @Test
    void a_worker_that_cannot_do_it_ends_it_with_the_reason() {
        UUID id = train("{\"dataset\": \"events@1\"}");
        TrainingAttempt attempt = running(worker);
        post(worker, "failures", new TrainingEnd(attempt, "training_refused", "memory is not enough"))
                .statusCode(204);
        show(id).body("state", equalTo("failed")).body("error.message", equalTo("memory is not enough"));
        api().delete("/api/v1/trainings/{id}", id).then().statusCode(204);
        api().get("/api/v1/trainings/{id}", id).then().statusCode(404);
    }

    @Test
    void what_is_no_adapter_is_refused_and_the_training_goes_on() {
        UUID id = train("{\"dataset\": \"events@1\"}");
        TrainingAttempt attempt = running(worker);
        internal()
                .contentType("application/zip")
                .body(new byte[] {1, 2, 3})
                .post("/internal/v1/workers/{w}/trainings/{id}/adapter?attempt=1", worker.incarnation(), id)
                .then()
                .statusCode(422);
        show(id).body("state", equalTo("running"));
        assertThat(report(worker, attempt, 1, 1.0)).isTrue();
    }

    @Test
    void one_key_is_one_training() {
        String body = "{\"dataset\": \"events@1\"}";
        String first = keyed(body).statusCode(202).extract().path("id");
        keyed(body).statusCode(202).body("id", equalTo(first));
        keyed("{\"dataset\": \"events@1\", \"rank\": 8}")
                .statusCode(422)
                .body("code", equalTo("idempotency_key_reused"));
        assertThat(count("training")).isEqualTo(1);
    }

    private static ValidatableResponse keyed(String body) {
        return api().header("Idempotency-Key", "k")
                .contentType("application/json")
                .body(body)
                .post("/api/v1/trainings")
                .then();
    }

    @Test
    void what_cannot_be_trained_is_refused_before_any_work() {
        refused("{\"dataset\": \"others@1\"}", "/dataset", "unknown_dataset");
        refused("{\"dataset\": \"events@1\", \"base\": \"gpt\"}", "/base", "unknown_base");
        refused("{\"dataset\": \"events@1\", \"rank\": 0}", "/rank", "invalid_option");
        refused("{\"dataset\": \"events@1\", \"rank\": \"many\"}", "", "invalid_option");
        refused("{\"dataset\": \"events@1\", \"modules\": [\"embed\"]}", "/modules", "invalid_option");
        refused("{\"dataset\": \"events@1\", \"method\": \"dora\"}", "/method", "invalid_option");
        refused("{\"dataset\": \"events@1\", \"method\": \"qlora\", \"form\": \"f32\"}", "/form", "invalid_option");
        refused("{\"dataset\": \"events@1\", \"nodes\": 65}", "/nodes", "invalid_option");
        refused("{\"dataset\": \"events@1\", \"nodes\": 8, \"batch\": 8}", "/nodes", "invalid_option");
        refused("{\"dataset\": \"events@1\", \"nodes\": \"two\"}", "/nodes", "invalid_option");
        refused("{\"dataset\": \"events@1\", \"local_steps\": 4}", "/local_steps", "invalid_option");
        refused("{\"dataset\": \"events@1\", \"nodes\": 2, \"local_steps\": 0}", "/local_steps", "invalid_option");
        refused(
                "{\"dataset\": \"events@1\", \"nodes\": 2, \"on_lost_part\": \"wait\"}",
                "/on_lost_part",
                "invalid_option");
        refused("{\"dataset\": \"events@1\", \"name\": \"a b\"}", "/name", "invalid_option");
        refused("{\"dataset\": \"events@1\", \"pack_tokens\": 100000}", "/pack_tokens", "invalid_option");
        refused("{\"rank\": 4}", "/dataset", "invalid_option");
        assertThat(count("training")).isZero();
    }

    private static void refused(String body, String pointer, String code) {
        submitted(body).statusCode(422).body("code", equalTo(code)).body("remedy", notNullValue());
        if (!pointer.isEmpty()) {
            submitted(body).body("pointer", equalTo(pointer));
        }
    }

    @Test
    void rows_over_the_limit_are_named_by_line() {
        submitted("{\"dataset\": \"events@1\", \"pack_tokens\": 20}")
                .statusCode(422)
                .body("code", equalTo("rows_too_long"))
                .body("problems", hasSize(20))
                .body("problems[0].line", equalTo(1))
                .body("problems[0].detail", containsString("tokens"));
    }

    @Test
    void a_dataset_in_use_stays_and_another_tenants_training_is_not_there() {
        UUID id = train("{\"dataset\": \"events@1\"}");
        api().delete("/api/v1/datasets/events@1").then().statusCode(409).body("code", equalTo("dataset_in_use"));
        keys.store(STRANGER, "stranger", "elsewhere", Set.of(Scope.TRAIN));
        given().header("Authorization", "Bearer " + STRANGER)
                .get("/api/v1/trainings/{id}", id)
                .then()
                .statusCode(404);
        cancel(id).statusCode(200);
        api().delete("/api/v1/datasets/events@1").then().statusCode(204);
        api().post("/api/v1/trainings/{id}/resume", id).then().statusCode(409);
    }

    private void passTime(Duration time) {
        Duration left = time;
        while (left.compareTo(Duration.ZERO) > 0) {
            clock.advance(Duration.ofSeconds(5));
            trainingReaper.runOnce();
            left = left.minusSeconds(5);
        }
    }

    private static ValidatableResponse submitted(String body) {
        return api().contentType("application/json")
                .body(body)
                .post("/api/v1/trainings")
                .then();
    }

    private static UUID train(String body) {
        return UUID.fromString(submitted(body).statusCode(202).extract().path("id"));
    }

    private static ValidatableResponse show(UUID id) {
        return api().get("/api/v1/trainings/{id}", id).then().statusCode(200);
    }

    private static ValidatableResponse cancel(UUID id) {
        return api().post("/api/v1/trainings/{id}/cancel", id).then();
    }

    /** Hands out, and takes the message, acked at once. */
    private TrainingAttempt dispatched() {
        trainingDispatch.runOnce();
        try (Channel channel = connection.createChannel()) {
            Optional<GetResponse> message = Optional.ofNullable(channel.basicGet(QUEUE, true));
            return ((TrainingWork) WireFormat.readWork(message.orElseThrow().getBody())).attempt();
        } catch (IOException | java.util.concurrent.TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }

    private TrainingAttempt running(TestWorker by) {
        TrainingAttempt attempt = dispatched();
        assertThat(claim(by, attempt)).isInstanceOf(TrainingClaimReply.Granted.class);
        return attempt;
    }

    private static TrainingClaimReply claim(TestWorker by, TrainingAttempt attempt) {
        return read(post(by, "claims", attempt).statusCode(200), TrainingClaimReply.class);
    }

    private static boolean report(TestWorker by, TrainingAttempt attempt, int step, double loss) {
        TrainingReport report = new TrainingReport(
                attempt, new TrainingProgress(step, 10, loss, null, 100, 5.0), List.of(new StepLoss(step, loss, null)));
        return read(post(by, "reports", report).statusCode(200), TrainingReport.Reply.class)
                .goOn();
    }

    private static ValidatableResponse checkpoint(TestWorker by, TrainingAttempt attempt, int step, String content) {
        return internal()
                .contentType("application/zip")
                .body(content.getBytes(StandardCharsets.UTF_8))
                .put(
                        "/internal/v1/workers/{w}/trainings/{id}/checkpoint?attempt={a}&step={s}",
                        by.incarnation(),
                        attempt.training(),
                        attempt.attempt(),
                        step)
                .then();
    }

    private static ValidatableResponse finish(TestWorker by, TrainingAttempt attempt, SmallAdapter adapter) {
        return internal()
                .contentType("application/zip")
                .body(adapter.zip())
                .post(
                        "/internal/v1/workers/{w}/trainings/{id}/adapter?attempt={a}",
                        by.incarnation(),
                        attempt.training(),
                        attempt.attempt())
                .then();
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
}
