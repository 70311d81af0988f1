package dev.winnow.coordinator.schedule;

import static dev.winnow.coordinator.schedule.ScheduleTest.ask;
import static dev.winnow.coordinator.schedule.ScheduleTest.creation;
import static dev.winnow.coordinator.schedule.ScheduleTest.history;
import static dev.winnow.coordinator.schedule.ScheduleTest.show;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.winnow.coordinator.adapter.SmallAdapter;
import dev.winnow.coordinator.evaluation.EvaluationHarness;
import dev.winnow.coordinator.harness.ByteModel;
import dev.winnow.coordinator.harness.ListeningWebhook;
import dev.winnow.coordinator.harness.Stop;
import dev.winnow.coordinator.harness.Stops.Died;
import dev.winnow.coordinator.racepoint.RacePoint;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a schedule has trained takes the champion's place if it is better, and only then, whoever dies in between. */
@QuarkusTest
class JudgedScheduleTest extends EvaluationHarness {
    private static final String RULES = "\"promote\": \"champion\", \"rules\": {\"least_rows\": 4}";
    private static final String GATE = "{" + RULES + "}";

    /** A person is asked about each, whatever it scores. */
    private static final String ASKING = "{\"promote\": \"champion\", \"rules\": {\"then\": \"ask\", \"least_rows\": 4,"
            + " \"least_gain\": -1, \"least_certainty\": 0, \"most_field_loss\": 1}}";

    @Inject
    RunWork work;

    @Inject
    RunJudging judging;

    @Inject
    RunStreams streams;

    private final SmallAdapter second = new SmallAdapter(2);
    private final SmallAdapter third = new SmallAdapter(3);

    /**
     * The first adapter has no price right, the second one all, the third one no title; the model alone has nothing.
     */
    private ItemAnswer answer(@Nullable String hash, int number) {
        if (hash == null) {
            return new ItemAnswer(null);
        }
        if (hash.equals(adapter.hash())) {
            return new ItemAnswer(right(number).replace(":%d,".formatted(number), ":7,"));
        }
        return new ItemAnswer(hash.equals(third.hash()) ? right(number).replace("\"t" + number, "\"x") : right(number));
    }

    @BeforeEach
    void three_versions_and_no_schedule() {
        database.inTransaction(sql ->
                sql.update("truncate schedule, schedule_run, quartz_job_details, audit restart identity cascade"));
        for (SmallAdapter version : List.of(second, third)) {
            api().contentType("application/zip")
                    .queryParam("name", "events")
                    .body(version.zip())
                    .post("/api/v1/adapters")
                    .then()
                    .statusCode(201);
        }
    }

    @Test
    void better_adapter_takes_the_champions_place_while_a_job_runs_and_the_history_names_what_changed() {
        champion("events@1");
        String running = job("champion");
        trains(GATE, "events@2");
        history("daily").body("runs[0].state", equalTo("training")).body("runs[0].ended_at", nullValue());
        judging.runOnce();
        history("daily")
                .body("runs[0].state", equalTo("evaluating"))
                .body("runs[0].champion", equalTo("events@1"))
                .body("runs[0].evaluation", notNullValue());

        evaluated(this::answer);
        ListeningWebhook webhook = ListeningWebhook.of(database, "schedule.run_ended");
        judging.runOnce();

        assertThat(webhook.told())
                .singleElement()
                .asString()
                .contains(
                        "\"schedule\":\"daily\"",
                        "\"state\":\"promoted\"",
                        "\"candidate\":\"events@2\"",
                        "\"champion\":\"events@1\"");
        history("daily")
                .body("runs[0].state", equalTo("promoted"))
                .body("runs[0].candidate", equalTo("events@2"))
                .body("runs[0].judgement.outcome", equalTo("promote"))
                .body("runs[0].judgement.promoted", equalTo("champion"))
                .body("runs[0].judgement.changed", contains("price"))
                .body("runs[0].judgement.fields.price.mean", equalTo(1.0f))
                .body("runs[0].judgement.fields.title.mean", equalTo(0.0f))
                .body("runs[0].ended_at", notNullValue());
        aliases().body("aliases.adapter", contains("events@2"));
        show("daily").body("gate.promote", equalTo("champion")).body("last_run.state", equalTo("promoted"));
        jobOf(running).body("adapter", equalTo("events@1"));
        jobOf(job("champion")).body("adapter", equalTo("events@2"));
        api().get("/api/v1/audit")
                .then()
                .body("lines[1].key_name", equalTo("schedule daily"))
                .body("lines[1].path", equalTo("/api/v1/adapter-aliases/champion"))
                .body("lines[1].status", equalTo(200));
    }

    @Test
    void its_stream_tells_the_training_the_evaluation_and_what_the_gate_has_decided() {
        champion("events@1");
        ScheduleTest.create(body(GATE));
        AssertSubscriber<Optional<RunNow>> told = AssertSubscriber.create(100);
        streams.open("default", "daily", null).subscribe().withSubscriber(told);
        trainsAgain("events@2");
        streams.round();
        judging.runOnce();
        streams.round();
        evaluated(this::answer);
        judging.runOnce();
        streams.round();
        streams.round();

        List<RunView> runs = told.getItems().stream()
                .flatMap(Optional::stream)
                .map(RunNow::run)
                .toList();
        assertThat(runs).extracting(RunView::state).containsExactly("training", "evaluating", "promoted");
        assertThat(runs.get(1).champion()).isEqualTo("events@1");
        assertThat(requireNonNull(runs.get(2).judgement()).path("outcome").asText())
                .isEqualTo("promote");
        told.cancel();
    }

    @Test
    void worse_adapter_leaves_the_champion_where_it_is_and_says_why() {
        champion("events@2");

        comesTo(GATE, "events@3");

        history("daily")
                .body("runs[0].state", equalTo("kept"))
                .body("runs[0].judgement.changed", contains("title"))
                .body("runs[0].judgement.reasons", hasItem(containsString("the field 'title' changes by -1.0000")));
        aliases().body("aliases.adapter", contains("events@2"));
    }

    @Test
    void better_adapter_waits_for_a_person_or_is_told_only_where_the_gate_says_so() {
        champion("events@1");
        comesTo("{\"promote\": \"champion\", \"rules\": {\"least_rows\": 4, \"then\": \"ask\"}}", "events@2");
        history("daily").body("runs[0].state", equalTo("waiting"));
        api().delete("/api/v1/schedules/daily");
        comesTo("{\"promote\": \"champion\", \"rules\": {\"least_rows\": 4, \"then\": \"keep\"}}", "events@2");
        history("daily")
                .body("runs[0].state", equalTo("kept"))
                .body("runs[0].judgement.reasons", contains(containsString("it passes, and then is keep")));
        aliases().body("aliases.adapter", contains("events@1"));
    }

    @Test
    void candidate_that_waits_is_promoted_by_whoever_moves_the_alias_to_it_and_its_run_says_so_at_once() {
        champion("events@1");
        comesTo(ASKING, "events@2");
        show("daily").body("waiting", contains("events@2"));
        champion("events@3");
        history("daily").body("runs[0].state", equalTo("waiting"));
        ListeningWebhook webhook = ListeningWebhook.of(database, "schedule.run_ended");

        champion("events@2");

        history("daily")
                .body("runs[0].state", equalTo("promoted"))
                .body("runs[0].code", equalTo("decided"))
                .body("runs[0].judgement.outcome", equalTo("ask"));
        show("daily").body("waiting", empty());
        assertThat(webhook.told()).singleElement().asString().contains("\"state\":\"promoted\"", "events@2");
        kept("daily", "").statusCode(409).body("code", equalTo("nothing_waits"));
    }

    @Test
    void person_keeps_the_champion_and_the_run_that_waited_ends() {
        champion("events@1");
        comesTo(ASKING, "events@2");
        kept("daily", "?candidate=events@3")
                .statusCode(409)
                .body("code", equalTo("nothing_waits"))
                .body("detail", containsString("events@3"));

        kept("daily", "")
                .statusCode(200)
                .body("last_run.state", equalTo("kept"))
                .body("waiting", empty());

        history("daily").body("runs[0].state", equalTo("kept")).body("runs[0].code", equalTo("decided"));
        aliases().body("aliases.adapter", contains("events@1"));
        champion("events@2");
        history("daily").body("runs[0].state", equalTo("kept"));
    }

    @Test
    void candidate_that_waits_is_kept_when_a_later_one_is_promoted_or_when_it_is_deleted() {
        champion("events@1");
        comesTo(ASKING, "events@2");
        clock.advance(Duration.ofSeconds(1));
        comesAgainTo("events@3");
        show("daily").body("waiting", contains("events@2", "events@3"));
        kept("daily", "").statusCode(409).body("code", equalTo("several_wait"));

        champion("events@3");

        history("daily")
                .body("runs.state", contains("promoted", "kept"))
                .body("runs.code", contains("decided", "superseded"));
        api().delete("/api/v1/schedules/daily");
        champion("events@1");
        comesTo(ASKING, "events@2");
        api().delete("/api/v1/adapters/events@2").then().statusCode(204);
        history("daily").body("runs[0].state", equalTo("kept")).body("runs[0].code", equalTo("candidate_deleted"));
    }

    @Test
    void first_adapter_is_promoted_unless_the_gate_holds_it_against_the_model_alone() {
        comesTo("{\"promote\": \"strict\", \"first\": \"judge\", \"rules\": {\"least_rows\": 5}}", "events@3");
        history("daily")
                .body("runs[0].state", equalTo("waiting"))
                .body("runs[0].champion", nullValue())
                .body("runs[0].judgement.reasons", contains(containsString("fewer than least_rows")));
        aliases().body("aliases", empty());
        api().delete("/api/v1/schedules/daily");

        comesTo("{\"promote\": \"champion\"}", "events@3");
        history("daily").body("runs[0].state", equalTo("promoted"));
        aliases().body("aliases.adapter", contains("events@3"));
    }

    @Test
    void candidate_is_evaluated_again_beside_a_champion_that_has_come_meanwhile() {
        champion("events@1");
        trains(GATE, "events@3");
        judging.runOnce();
        champion("events@2");
        evaluated(this::answer);
        judging.runOnce();
        history("daily").body("runs[0].state", equalTo("training"));

        judging.runOnce();
        evaluated(this::answer);
        judging.runOnce();

        history("daily").body("runs[0].state", equalTo("kept")).body("runs[0].champion", equalTo("events@2"));
        aliases().body("aliases.adapter", contains("events@2"));
    }

    @Test
    void training_that_comes_to_the_champion_itself_has_nothing_to_judge() {
        champion("events@1");
        trains(GATE, "events@1");
        judging.runOnce();
        history("daily").body("runs[0].state", equalTo("kept")).body("runs[0].code", equalTo("same_adapter"));
        assertThat(count("evaluation")).isZero();
    }

    @Test
    void training_without_an_adapter_and_candidate_that_is_gone_are_told_and_the_champion_stays() {
        champion("events@1");
        trains(GATE, null);
        judging.runOnce();
        history("daily").body("runs[0].state", equalTo("failed")).body("runs[0].code", equalTo("training_failed"));
        api().delete("/api/v1/schedules/daily");

        trains(GATE, "events@2");
        judging.runOnce();
        evaluated(this::answer);
        api().delete("/api/v1/adapters/events@2").then().statusCode(204);
        judging.runOnce();
        history("daily").body("runs[0].state", equalTo("failed")).body("runs[0].code", equalTo("unknown_adapter"));
        aliases().body("aliases.adapter", contains("events@1"));
    }

    @Test
    void coordinator_that_dies_over_the_evaluation_or_the_judgement_is_followed_by_another() {
        champion("events@1");
        trains(GATE, "events@2");
        stops.dieAt(RacePoint.RUN_EVALUATED);
        assertThatThrownBy(() -> judging.runOnce()).isInstanceOf(Died.class);
        assertThat(count("evaluation")).isZero();
        judging.runOnce();
        evaluated(this::answer);

        stops.dieAt(RacePoint.RUN_JUDGED);
        assertThatThrownBy(() -> judging.runOnce()).isInstanceOf(Died.class);
        aliases().body("aliases.adapter", contains("events@1"));
        judging.runOnce();

        history("daily").body("runs[0].state", equalTo("promoted"));
        assertThat(count("evaluation")).isEqualTo(1);
        assertThat(count("adapter_alias_move")).as("of the champion").isEqualTo(2);
    }

    @Test
    void two_coordinators_judge_once() {
        champion("events@1");
        trains(GATE, "events@2");
        CompletableFuture<Void> first;
        try (Stop stop = stops.at(RacePoint.RUN_EVALUATED)) {
            first = meanwhile(() -> judging.runOnce());
            stop.awaitArrival();
            judging.runOnce();
        }
        join(first);
        assertThat(count("evaluation")).isEqualTo(1);
        evaluated(this::answer);
        try (Stop stop = stops.at(RacePoint.RUN_JUDGED)) {
            first = meanwhile(() -> judging.runOnce());
            stop.awaitArrival();
            judging.runOnce();
        }
        join(first);
        assertThat(count("adapter_alias_move")).isEqualTo(2);
        history("daily").body("runs.state", contains("promoted"));
    }

    @Test
    void gate_that_could_never_judge_is_refused_when_it_is_asked_for_and_before_anything_is_trained() {
        refused("{\"promote\": \"champion\", \"rules\": {\"field_losses\": {\"prize\": 0}}}")
                .body("code", equalTo("unknown_field"))
                .body("pointer", equalTo("/gate/rules/field_losses/prize"))
                .body("detail", containsString("title, price, tags"));
        refused("{}").body("pointer", equalTo("/gate/promote"));
        refused("{\"promote\": \"a@1\"}").body("pointer", equalTo("/gate/promote"));
        refused("{\"promote\": \"champion\", \"first\": \"x\"}").body("pointer", equalTo("/gate/first"));
        refused("{\"promote\": \"champion\", \"rules\": {\"least_gain\": 3}}")
                .body("pointer", equalTo("/gate/rules/least_gain"));
        dataset("bare", null, rows(0, 10, "0"), rows(100, 104, "0"));
        creation(body(GATE).replace("\"events\"", "\"bare\"")).statusCode(422).body("code", equalTo("no_schema"));

        ScheduleTest.create(body(GATE).replace("\"events\"", "\"later\""));
        dataset("later", null, rows(0, 10, " "), rows(100, 104, " "));
        ask("daily", "run").statusCode(202);
        work.runOnce();
        history("daily").body("runs[0].state", equalTo("failed")).body("runs[0].code", equalTo("no_schema"));
        assertThat(count("training")).isZero();
    }

    private static ValidatableResponse refused(String gate) {
        return creation(body(gate)).statusCode(422);
    }

    private static String body(String gate) {
        return ScheduleTest.DAILY.replace("}", ", \"least_new_rows\": 0, \"gate\": " + gate + "}");
    }

    /** A schedule of that gate runs, and its training comes to that adapter, or fails. */
    private void trains(String gate, @Nullable String adapter) {
        ScheduleTest.create(body(gate));
        trainsAgain(adapter);
    }

    private void trainsAgain(@Nullable String adapter) {
        ask("daily", "run").statusCode(202);
        assertThat(work.runOnce()).isTrue();
        database.inTransaction(sql -> sql.update(
                "update training set state = ?, adapter = ? where state = 'queued'",
                adapter == null ? "failed" : "done",
                adapter));
    }

    private void comesTo(String gate, String adapter) {
        ScheduleTest.create(body(gate));
        comesAgainTo(adapter);
    }

    private void comesAgainTo(String adapter) {
        trainsAgain(adapter);
        judging.runOnce();
        evaluated(this::answer);
        judging.runOnce();
    }

    private static void champion(String adapter) {
        api().contentType("application/json")
                .body("{\"adapter\": \"" + adapter + "\"}")
                .put("/api/v1/adapter-aliases/champion")
                .then()
                .statusCode(200);
    }

    private static ValidatableResponse kept(String schedule, String query) {
        return api().post("/api/v1/schedules/" + schedule + "/keep" + query).then();
    }

    private static ValidatableResponse aliases() {
        return api().get("/api/v1/adapter-aliases").then();
    }

    private static String job(String adapter) {
        return api().contentType("application/x-ndjson")
                .queryParam("keys", "title")
                .queryParam("max_output_tokens", 64)
                .queryParam("adapter", adapter)
                .queryParam("model", ByteModel.NAME)
                .body("{\"input\": \"page 1\"}".getBytes(StandardCharsets.UTF_8))
                .post("/api/v1/extractions")
                .then()
                .statusCode(202)
                .extract()
                .path("id");
    }

    private static ValidatableResponse jobOf(String id) {
        return api().get("/api/v1/extractions/" + id).then().statusCode(200);
    }
}
