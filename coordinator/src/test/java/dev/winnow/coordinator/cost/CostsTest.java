package dev.winnow.coordinator.cost;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.closeTo;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;

import dev.winnow.common.result.ItemsFinished;
import dev.winnow.common.work.ShardWork;
import dev.winnow.coordinator.access.ApiKeys;
import dev.winnow.coordinator.access.Scope;
import dev.winnow.coordinator.harness.CoordinatorTest;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.config.JsonConfig;
import io.restassured.path.json.config.JsonPathConfig.NumberReturnType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** An hour costs 3,600 here: a second of a worker is 1 USD. Elsewhere a token is 1 EUR in and 2 EUR out. */
@QuarkusTest
class CostsTest extends CoordinatorTest {
    private static final String NEIGHBOUR = "wk_costs_neighbour_0123456789";

    @Inject
    ApiKeys keys;

    @Test
    void tenants_share_what_the_workers_cost_by_their_tokens_and_see_what_those_would_cost_elsewhere() {
        keys.store(NEIGHBOUR, "neighbour", "neighbour", Set.of(Scope.ADMIN));
        submit(3);
        neighbour()
                .contentType("application/json")
                .body("{\"keys\": [\"title\"], \"max_output_tokens\": 64, \"items\": [{\"input\": \"x\"}]}")
                .post("/api/v1/extractions")
                .then()
                .statusCode(202);
        clock.advance(Duration.ofSeconds(20));
        worker.heartbeat();
        work();

        // The worker has been there longer; before the first job it was nobody's. An item took 12 tokens in and 5 out.
        costs(api())
                .body("input_tokens", equalTo(36))
                .body("output_tokens", equalTo(15))
                .body("cost", closeTo(15, 1e-3))
                .body("currency", equalTo("USD"))
                .body("hosted.name", contains("elsewhere"))
                .body("hosted[0].cost", closeTo(66, 1e-3))
                .body("hosted[0].currency", equalTo("EUR"));
        costs(neighbour())
                .body("input_tokens", equalTo(12))
                .body("cost", closeTo(5, 1e-3))
                .body("worker_hours", closeTo(5 / 3600.0, 1e-6));
    }

    @Test
    void what_comes_twice_or_failed_costs_no_tokens_and_what_is_long_ago_is_not_told() {
        submit("{\"input\": \"one\"}\n{\"input\": \"two\"}");
        dispatch();
        ShardWork work = worker.takeOne();
        worker.claim(work.shard());
        ItemsFinished finished = worker.finished(work, 0);
        record(finished);
        record(finished);
        costs(api()).body("input_tokens", equalTo(12));

        clock.advance(Duration.ofDays(31));

        costs(api()).body("input_tokens", equalTo(0)).body("cost", closeTo(0, 1e-9));
    }

    private void work() {
        dispatch();
        for (Optional<ShardWork> work = worker.take(); work.isPresent(); work = worker.take()) {
            worker.claim(work.get().shard());
            record(worker.finished(work.get()));
        }
    }

    private static RequestSpecification neighbour() {
        return given().header("Authorization", "Bearer " + NEIGHBOUR);
    }

    private static ValidatableResponse costs(RequestSpecification caller) {
        return caller.config(RestAssured.config()
                        .jsonConfig(JsonConfig.jsonConfig().numberReturnType(NumberReturnType.DOUBLE)))
                .get("/api/v1/costs")
                .then()
                .statusCode(200);
    }
}
