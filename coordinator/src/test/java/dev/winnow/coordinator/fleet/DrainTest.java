package dev.winnow.coordinator.fleet;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.winnow.coordinator.harness.ByHand;
import dev.winnow.coordinator.harness.CoordinatorTest;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
class DrainTest extends CoordinatorTest {
    @Test
    void a_worker_that_is_drained_hears_it_is_shown_so_and_gets_no_more_work() {
        post("first/drain").statusCode(204);
        post("first/drain").statusCode(204);

        assertState("draining");
        submit(1);
        dispatch();
        assertThat(count("shard where state = 'dispatched'"))
                .as("nobody is left to take it")
                .isZero();
        assertThat(worker.heartbeat().drain()).isTrue();
        assertState("draining");
    }

    @Test
    void a_worker_that_is_let_go_on_is_live_once_it_takes_work_again() {
        post("first/drain").statusCode(204);
        worker.heartbeat();

        post("first/undrain").statusCode(204);

        assertThat(worker.heartbeatWhileDraining().drain()).isFalse();
        assertState("draining");
        worker.heartbeat();
        assertState("live");
    }

    @Test
    void a_drained_worker_that_starts_again_is_still_drained() {
        post("first/drain").statusCode(204);

        worker.restart();

        assertState("draining");
        assertThat(worker.heartbeat().drain()).isTrue();
    }

    @Test
    void only_the_named_worker_is_drained() throws Exception {
        var second = worker("second");
        second.register();

        post("second/drain").statusCode(204);

        assertThat(worker.heartbeat().drain()).isFalse();
        assertThat(second.heartbeat().drain()).isTrue();
        api().get("/api/v1/workers").then().body("workers.state", equalTo(List.of("live", "draining")));
    }

    @Test
    void a_worker_is_shown_with_the_shards_that_it_has_begun() {
        submit(1);
        dispatch();
        api().get("/api/v1/workers").then().body("workers[0].shards", equalTo(0));

        worker.claim(worker.takeOne().shard());

        api().get("/api/v1/workers").then().body("workers[0].shards", equalTo(1));
    }

    @Test
    void a_name_that_nobody_has_is_refused() {
        for (String action : List.of("drain", "undrain")) {
            post("nobody/" + action)
                    .statusCode(404)
                    .body("code", equalTo("unknown_worker"))
                    .body("remedy", containsString("winnow workers"));
        }
    }

    @Test
    void a_key_without_the_scope_admin_may_not_drain() {
        given().header("Authorization", "Bearer " + ByHand.WORKER_KEY)
                .post("/api/v1/workers/first/drain")
                .then()
                .statusCode(403)
                .body("code", equalTo("missing_scope"));

        assertThat(worker.heartbeat().drain()).isFalse();
    }

    private void assertState(String state) {
        api().get("/api/v1/workers").then().body("workers.state", equalTo(List.of(state)));
    }

    private static ValidatableResponse post(String path) {
        return api().post("/api/v1/workers/" + path).then();
    }
}
