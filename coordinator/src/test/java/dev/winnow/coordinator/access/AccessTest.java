package dev.winnow.coordinator.access;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.winnow.coordinator.harness.ByHand;
import dev.winnow.coordinator.harness.CoordinatorTest;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

@QuarkusTest
class AccessTest extends CoordinatorTest {
    private static final String OTHER = "wk_other_tenant_0123456789";

    @Inject
    ApiKeys keys;

    @Test
    void a_request_without_a_known_key_is_refused() {
        given().get("/api/v1/extractions").then().statusCode(401).body("code", equalTo("missing_key"));
        given().header("Authorization", "Bearer wk_unknown")
                .get("/api/v1/extractions")
                .then()
                .statusCode(401)
                .header("WWW-Authenticate", "Bearer")
                .body("code", equalTo("unknown_key"));
    }

    @Test
    void replicas_that_start_at_once_store_the_same_key() throws Exception {
        int replicas = 8;
        CyclicBarrier together = new CyclicBarrier(replicas);
        ExecutorService starts = Executors.newFixedThreadPool(replicas);
        try {
            for (int round = 0; round < 10; round++) {
                String key = "wk_fresh_key_of_round_%016d".formatted(round);
                List<Future<?>> stored = new ArrayList<>();
                for (int i = 0; i < replicas; i++) {
                    stored.add(starts.submit(() -> {
                        together.await();
                        keys.store(key, "bootstrap", "default", Set.of(Scope.ADMIN));
                        return null;
                    }));
                }
                for (Future<?> one : stored) {
                    one.get();
                }
                assertThat(keys.find(key)).isPresent();
                database.inTransaction(sql -> sql.update("delete from api_key where hash = ?", ApiKey.hash(key)));
            }
        } finally {
            starts.shutdownNow();
        }
    }

    @Test
    void a_key_without_the_scope_is_refused() {
        given().header("Authorization", "Bearer " + ByHand.WORKER_KEY)
                .get("/api/v1/extractions")
                .then()
                .statusCode(403)
                .body("code", equalTo("missing_scope"));
        api().contentType("application/json")
                .body("{}")
                .post("/internal/v1/workers")
                .then()
                .statusCode(403);
    }

    @Test
    void another_tenants_job_is_not_found() {
        UUID job = submit(1);
        keys.store(OTHER, "other", "other", Set.of(Scope.EXTRACT));
        String path = "/api/v1/extractions/" + job;

        for (String each : List.of(path, path + "/results")) {
            given().header("Authorization", "Bearer " + OTHER)
                    .get(each)
                    .then()
                    .statusCode(404)
                    .body("code", equalTo("unknown_job"));
        }
        given().header("Authorization", "Bearer " + OTHER)
                .post(path + "/cancel")
                .then()
                .statusCode(404);
        given().header("Authorization", "Bearer " + OTHER)
                .get("/api/v1/extractions")
                .then()
                .body("extractions.size()", equalTo(0));
        job(job).body("state", equalTo("queued"));
    }

    @Test
    void health_metrics_and_the_api_description_need_no_key() {
        given().get("/q/health/live").then().statusCode(200);
        given().get("/q/metrics").then().statusCode(200);
        given().get("/q/openapi").then().statusCode(200);
    }

    @Test
    void status_workers_and_models_show_the_fleet() {
        api().get("/api/v1/status")
                .then()
                .statusCode(200)
                .body("ready", equalTo(true))
                .body("coordinators.pid", equalTo(List.of((int)
                        ProcessHandle.current().pid())))
                .body("workers.name", equalTo(List.of("first")))
                .body("workers.pid", equalTo(List.of(4711)))
                .body("workers.model", equalTo(List.of("bytes")))
                .body("workers.state", equalTo(List.of("live")))
                .body("jobs.queued", equalTo(0));
        api().get("/api/v1/workers").then().body("workers.slots", equalTo(List.of(16)));
        api().get("/api/v1/models").then().body("models.context_tokens", equalTo(List.of(1024)));
        clock.advance(LEASE.plusSeconds(1));
        api().get("/api/v1/status")
                .then()
                .body("ready", equalTo(false))
                .body("workers.state", equalTo(List.of("silent")));
    }

    @Test
    void what_is_not_there_is_a_problem_too() {
        api().get("/api/v1/nothing")
                .then()
                .log()
                .ifValidationFails()
                .statusCode(404)
                .body("code", equalTo("not_found"));
        api().get("/api/v1/extractions/" + UUID.randomUUID())
                .then()
                .statusCode(404)
                .body("code", equalTo("unknown_job"));
        api().contentType("text/plain")
                .body("x")
                .post("/api/v1/extractions")
                .then()
                .statusCode(415)
                .body("code", equalTo("unsupported_media_type"));
        given().header("Authorization", "Bearer " + ByHand.WORKER_KEY)
                .contentType("application/json")
                .body("{\"name\": \"w\"}")
                .post("/internal/v1/workers")
                .then()
                .log()
                .ifValidationFails()
                .statusCode(400)
                .body("code", equalTo("invalid_json"));
    }
}
