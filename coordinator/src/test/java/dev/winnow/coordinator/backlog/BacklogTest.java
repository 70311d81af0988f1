package dev.winnow.coordinator.backlog;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.winnow.coordinator.harness.ByHand;
import dev.winnow.coordinator.harness.ByteModel;
import dev.winnow.coordinator.harness.CoordinatorTest;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

@QuarkusTest
class BacklogTest extends CoordinatorTest {
    @Inject
    BacklogMetrics metrics;

    @Test
    void a_pool_has_the_items_that_have_not_ended_also_those_that_are_being_done() throws Exception {
        submit(3);
        dispatch();
        var work = worker.takeOne();
        worker.claim(work.shard());
        submit(2);

        backlog(ByteModel.NAME).statusCode(200).body("items", equalTo(5)).body("trainings", equalTo(0));
    }

    @Test
    void a_paused_job_calls_for_no_worker() {
        var job = submit(3);
        api().post("/api/v1/extractions/" + job + "/pause").then().statusCode(200);

        backlog(ByteModel.NAME).statusCode(200).body("items", equalTo(0));
    }

    @Test
    void work_waits_for_a_pool_whose_last_worker_has_gone() {
        submit(4);
        given().header("Authorization", "Bearer " + ByHand.WORKER_KEY)
                .delete("/internal/v1/workers/" + worker.incarnation())
                .then()
                .statusCode(204);

        backlog(ByteModel.NAME).statusCode(200).body("items", equalTo(4));
    }

    @Test
    void a_pool_that_nobody_has_heard_of_has_nothing_to_do() {
        backlog("another").statusCode(200).body("items", equalTo(0)).body("trainings", equalTo(0));
    }

    @Test
    void a_name_that_no_pool_can_have_is_refused() {
        backlog("No Model").statusCode(422).body("code", equalTo("bad_pool"));
    }

    @Test
    void a_key_that_may_not_take_work_is_told_nothing() {
        api().get("/internal/v1/backlog/" + ByteModel.NAME + "/" + ByteModel.QUANTIZATION)
                .then()
                .statusCode(403);
    }

    @Test
    void prometheus_sees_the_same_and_a_zero_once_all_is_done() {
        var job = submit(3);
        metrics.measure();
        assertThat(scraped()).contains(line("items", "3.0")).contains(line("trainings", "0.0"));

        api().post("/api/v1/extractions/" + job + "/cancel").then().statusCode(200);
        metrics.measure();
        assertThat(scraped()).contains(line("items", "0.0"));
    }

    private static String line(String what, String value) {
        return "winnow_backlog_%s{model=\"%s\",quantization=\"%s\"} %s"
                .formatted(what, ByteModel.NAME, ByteModel.QUANTIZATION, value);
    }

    private static String scraped() {
        return given().get("/q/metrics").then().statusCode(200).extract().asString();
    }

    private static ValidatableResponse backlog(String model) {
        return given().header("Authorization", "Bearer " + ByHand.WORKER_KEY)
                .get("/internal/v1/backlog/{model}/{quantization}", model, ByteModel.QUANTIZATION)
                .then();
    }
}
