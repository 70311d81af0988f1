package dev.winnow.coordinator.schedule;

import static dev.winnow.coordinator.schedule.ScheduleTest.history;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import dev.winnow.coordinator.adapter.SmallAdapter;
import dev.winnow.coordinator.evaluation.EvaluationHarness;
import dev.winnow.coordinator.harness.Stop;
import dev.winnow.coordinator.harness.Stops.Died;
import dev.winnow.coordinator.racepoint.RacePoint;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * An adapter is promoted while it is deleted, by a gate or by a person, whichever comes first: the alias never stands
 * for what is gone, and the champion stays where the deletion was first.
 */
@QuarkusTest
class PromotionRaceTest extends EvaluationHarness {
    @Inject
    RunWork work;

    @Inject
    RunJudging judging;

    private final SmallAdapter second = new SmallAdapter(2);

    @BeforeEach
    void two_versions_and_the_first_is_champion() {
        database.inTransaction(sql ->
                sql.update("truncate schedule, schedule_run, quartz_job_details, audit restart identity cascade"));
        api().contentType("application/zip")
                .queryParam("name", "events")
                .body(second.zip())
                .post("/api/v1/adapters")
                .then()
                .statusCode(201);
        moved("events@1").statusCode(200);
    }

    @Test
    void candidate_that_a_gate_promotes_while_it_is_to_be_deleted_stays_and_the_deletion_says_why() {
        secondIsEvaluated();
        CompletableFuture<Void> judge;
        CompletableFuture<Void> deletion;
        try (Stop stop = stops.at(RacePoint.RUN_JUDGED)) {
            judge = meanwhile(() -> judging.runOnce());
            stop.awaitArrival();
            deletion = meanwhile(() -> assertHasAlias(deleted("events@2")));
            awaitWaiting(1);
        }
        join(judge);
        join(deletion);
        history("daily").body("runs[0].state", equalTo("promoted"));
        assertChampion("events@2");
    }

    @Test
    void candidate_that_is_deleted_while_a_gate_promotes_it_is_not_promoted_and_its_run_says_why() {
        secondIsEvaluated();
        CompletableFuture<Void> deletion;
        CompletableFuture<Void> judge;
        try (Stop stop = stops.at(RacePoint.ADAPTER_DELETED)) {
            deletion = meanwhile(() -> deleted("events@2").statusCode(204));
            stop.awaitArrival();
            judge = meanwhile(() -> judging.runOnce());
            awaitWaiting(1);
        }
        join(deletion);
        join(judge);
        history("daily")
                .body("runs[0].state", equalTo("failed"))
                .body("runs[0].code", equalTo("adapter_deleted"))
                .body("runs[0].detail", equalTo("events@2 was deleted"));
        assertChampion("events@1");
    }

    @Test
    void adapter_that_a_person_promotes_while_it_is_to_be_deleted_stays_and_the_deletion_says_why() {
        CompletableFuture<Void> promotion;
        CompletableFuture<Void> deletion;
        try (Stop stop = stops.at(RacePoint.ALIAS_MOVED)) {
            promotion = meanwhile(() -> moved("events@2").statusCode(200));
            stop.awaitArrival();
            deletion = meanwhile(() -> assertHasAlias(deleted("events@2")));
            awaitWaiting(1);
        }
        join(promotion);
        join(deletion);
        assertChampion("events@2");
    }

    @Test
    void adapter_that_is_deleted_while_a_person_promotes_it_is_not_promoted() {
        CompletableFuture<Void> deletion;
        CompletableFuture<Void> promotion;
        try (Stop stop = stops.at(RacePoint.ADAPTER_DELETED)) {
            deletion = meanwhile(() -> deleted("events@2").statusCode(204));
            stop.awaitArrival();
            promotion = meanwhile(() -> assertDeleted(moved("events@2"), "events@2"));
            awaitWaiting(1);
        }
        join(deletion);
        join(promotion);
        assertChampion("events@1");
    }

    @Test
    void alias_does_not_go_back_to_what_is_deleted_meanwhile() {
        moved("events@2").statusCode(200);
        CompletableFuture<Void> deletion;
        CompletableFuture<Void> rollback;
        try (Stop stop = stops.at(RacePoint.ADAPTER_DELETED)) {
            deletion = meanwhile(() -> deleted("events@1").statusCode(204));
            stop.awaitArrival();
            rollback = meanwhile(() -> assertDeleted(
                    api().post("/api/v1/adapter-aliases/champion/rollback").then(), "events@1"));
            awaitWaiting(1);
        }
        join(deletion);
        join(rollback);
        assertChampion("events@2");
    }

    @Test
    void coordinator_that_dies_over_a_promotion_or_a_deletion_has_done_nothing() {
        secondIsEvaluated();
        stops.dieAt(RacePoint.ALIAS_MOVED);
        assertThatThrownBy(() -> judging.runOnce()).isInstanceOf(Died.class);
        assertChampion("events@1");
        history("daily").body("runs[0].state", equalTo("evaluating"));

        stops.dieAt(RacePoint.ADAPTER_DELETED);
        deleted("events@2").statusCode(500);
        api().get("/api/v1/adapters").then().body("adapters.adapter", hasItem("events@2"));
        judging.runOnce();
        assertChampion("events@2");
    }

    /** A schedule's training has come to the second one, which is better than the champion; it is to be judged. */
    private void secondIsEvaluated() {
        ScheduleTest.create(ScheduleTest.DAILY.replace(
                "}",
                ", \"least_new_rows\": 0, \"gate\": {\"promote\": \"champion\", \"rules\": {\"least_rows\": 4}}}"));
        ScheduleTest.ask("daily", "run").statusCode(202);
        assertThat(work.runOnce()).isTrue();
        database.inTransaction(
                sql -> sql.update("update training set state = 'done', adapter = 'events@2' where state = 'queued'"));
        judging.runOnce();
        evaluated(this::answer);
    }

    private ItemAnswer answer(@Nullable String hash, int number) {
        String right = right(number);
        return new ItemAnswer(second.hash().equals(hash) ? right : right.replace(":%d,".formatted(number), ":7,"));
    }

    private static ValidatableResponse moved(String adapter) {
        return api().contentType("application/json")
                .body("{\"adapter\": \"" + adapter + "\"}")
                .put("/api/v1/adapter-aliases/champion")
                .then();
    }

    private static ValidatableResponse deleted(String adapter) {
        return api().delete("/api/v1/adapters/" + adapter).then();
    }

    private static void assertHasAlias(ValidatableResponse answer) {
        answer.statusCode(409)
                .body("code", equalTo("adapter_has_alias"))
                .body("detail", equalTo("events@2 is what champion stands for"))
                .body("remedy", containsString("move the alias"));
    }

    private static void assertDeleted(ValidatableResponse answer, String adapter) {
        answer.statusCode(409)
                .body("code", equalTo("adapter_deleted"))
                .body("detail", equalTo(adapter + " was deleted"))
                .body("remedy", equalTo("choose another adapter"));
    }

    private static void assertChampion(String adapter) {
        api().get("/api/v1/adapter-aliases").then().body("aliases.adapter", contains(adapter));
    }
}
