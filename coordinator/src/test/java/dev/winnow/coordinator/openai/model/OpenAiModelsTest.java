package dev.winnow.coordinator.openai.model;

import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import dev.winnow.coordinator.access.ApiKeys;
import dev.winnow.coordinator.access.Scope;
import dev.winnow.coordinator.adapter.SmallAdapter;
import dev.winnow.coordinator.harness.CoordinatorTest;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class OpenAiModelsTest extends CoordinatorTest {
    private static final String STRANGER = "wk_stranger_0123456789abcdef";

    @Inject
    ApiKeys keys;

    @BeforeEach
    void an_adapter_with_an_alias() {
        api().contentType("application/zip")
                .queryParam("name", "recipes")
                .body(new SmallAdapter(1).zip())
                .post("/api/v1/adapters")
                .then()
                .statusCode(201);
        api().contentType("application/json")
                .body(Map.of("adapter", "recipes@1"))
                .put("/api/v1/adapter-aliases/champion")
                .then()
                .statusCode(200);
    }

    @Test
    void bases_and_adapters_by_version_and_alias_are_one_list() {
        api().get("/v1/models")
                .then()
                .statusCode(200)
                .body("object", equalTo("list"))
                .body("has_more", equalTo(false))
                .body("data.id", contains("bytes", "recipes@1", "champion"))
                .body("data.object", contains("model", "model", "model"))
                .body("data.owned_by", contains("winnow", "tenant", "tenant"))
                .body("first_id", equalTo("bytes"))
                .body("last_id", equalTo("champion"));
        api().get("/v1/models/bytes").then().statusCode(200).body("parent", nullValue());
        api().get("/v1/models/champion")
                .then()
                .statusCode(200)
                .body("id", equalTo("champion"))
                .body("root", equalTo("recipes@1"))
                .body("parent", equalTo("bytes"));
    }

    @Test
    void a_model_that_is_not_there_or_another_tenants_is_not_found() {
        api().get("/v1/models/gpt-4o")
                .then()
                .statusCode(404)
                .body("error.code", equalTo("model_not_found"))
                .body("error.param", equalTo("model"))
                .body("error.message", containsString("GET /v1/models"));
        keys.store(STRANGER, "stranger", "elsewhere", Set.of(Scope.EXTRACT));
        RestAssured.given()
                .header("Authorization", "Bearer " + STRANGER)
                .get("/v1/models/champion")
                .then()
                .statusCode(404)
                .body("error.code", equalTo("model_not_found"));
    }
}
