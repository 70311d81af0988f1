package dev.winnow.coordinator.audit;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import dev.winnow.coordinator.access.ApiKeys;
import dev.winnow.coordinator.access.Scope;
import dev.winnow.coordinator.harness.CoordinatorTest;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class AuditApiTest extends CoordinatorTest {
    private static final String STRANGER = "wk_stranger_0123456789abc";

    @Inject
    ApiKeys keys;

    @BeforeEach
    void empty_audit() {
        database.inTransaction(sql -> sql.update("truncate audit"));
        keys.store(STRANGER, "stranger", "elsewhere", Set.of(Scope.ADMIN));
    }

    @Test
    void each_change_is_noted_with_who_asked_and_how_it_ended_and_reading_is_not() {
        UUID job = submit(1);
        api().get("/api/v1/extractions/" + job);
        api().post("/api/v1/extractions/" + job + "/cancel").then().statusCode(200);
        api().post("/api/v1/extractions/" + UUID.randomUUID() + "/cancel")
                .then()
                .statusCode(404);

        api().get("/api/v1/audit")
                .then()
                .statusCode(200)
                .body("lines.size()", equalTo(3))
                .body("lines.status", equalTo(List.of(404, 200, 202)))
                .body("lines[1].path", equalTo("/api/v1/extractions/" + job + "/cancel"))
                .body("lines[1].method", equalTo("POST"))
                .body("lines[1].key_name", equalTo("bootstrap admin"))
                .body("lines[2].made", endsWith("/api/v1/extractions/" + job))
                .body("next_before", nullValue());
    }

    @Test
    void workers_requests_are_not_noted() {
        worker.heartbeat();
        api().get("/api/v1/audit").then().body("lines.size()", equalTo(0));
    }

    @Test
    void estimate_stores_nothing_and_is_not_noted() {
        worker.register();
        api().body("{\"keys\": [\"title\"], \"items\": [{\"input\": \"a page\"}]}")
                .contentType("application/json")
                .post("/api/v1/extractions/estimate")
                .then()
                .statusCode(200);
        api().get("/api/v1/audit").then().body("lines.size()", equalTo(0));
    }

    @Test
    void change_of_a_process_that_died_in_it_stays_without_a_status() {
        database.inTransaction(sql -> sql.update(
                "insert into audit (at, tenant, key_id, key_name, method, path) values (?, 'default', ?, 'k', 'POST', '/x')",
                clock.instant(),
                UUID.randomUUID()));
        api().get("/api/v1/audit").then().body("lines[0].status", nullValue());
    }

    @Test
    void pages_follow_one_another_without_gap_or_repeat() {
        for (int i = 0; i < 5; i++) {
            submit(1);
        }
        List<Integer> first = api().get("/api/v1/audit?limit=3").path("lines.id");
        int before = api().get("/api/v1/audit?limit=3").path("next_before");
        List<Integer> second =
                api().get("/api/v1/audit?limit=3&before=" + before).path("lines.id");
        assertThat(first).hasSize(3);
        assertThat(second).hasSize(2);
        assertThat(second.get(0)).isEqualTo(first.get(2) - 1);
        api().get("/api/v1/audit?limit=0").then().statusCode(422).body("code", equalTo("invalid_limit"));
    }

    @Test
    void tenant_sees_its_own_lines_only() {
        submit(1);
        stranger().get("/api/v1/audit").then().statusCode(200).body("lines.size()", equalTo(0));
        stranger().get("/api/v1/audit?tenant=default").then().statusCode(403);
        stranger().post("/api/v1/extractions/" + UUID.randomUUID() + "/cancel");
        api().get("/api/v1/audit?tenant=elsewhere").then().body("lines.size()", equalTo(1));
    }

    private static io.restassured.specification.RequestSpecification stranger() {
        return given().header("Authorization", "Bearer " + STRANGER);
    }
}
