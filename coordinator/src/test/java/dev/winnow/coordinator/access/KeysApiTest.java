package dev.winnow.coordinator.access;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.winnow.coordinator.harness.ByHand;
import dev.winnow.coordinator.harness.CoordinatorTest;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class KeysApiTest extends CoordinatorTest {
    private static final String TENANT_ADMIN = "wk_tenant_admin_0123456789";

    @Inject
    ApiKeys keys;

    @BeforeEach
    void only_the_configured_keys() {
        database.inTransaction(sql -> sql.update("delete from api_key where origin = 'api'"));
        keys.store(TENANT_ADMIN, "acme's admin", "acme", Set.of(Scope.ADMIN));
    }

    @Test
    void key_that_was_made_lets_in_with_its_scopes_only_and_is_stored_as_its_hash() {
        JsonPath made = created("{\"name\": \"scraper\", \"scopes\": [\"extract\"]}");
        String key = made.getString("key");

        assertThat(key).matches("wk_[A-Za-z0-9_-]{43}");
        with(key).get("/api/v1/extractions").then().statusCode(200);
        with(key).get("/api/v1/keys").then().statusCode(403).body("code", equalTo("missing_scope"));
        with(key)
                .get("/api/v1/keys/self")
                .then()
                .statusCode(200)
                .body("name", equalTo("scraper"))
                .body("tenant", equalTo("default"))
                .body("key", nullValue());
        List<String> stored = database.inTransaction(
                sql -> sql.query("select hash || name || scopes as stored from api_key", row -> row.text("stored")));
        assertThat(stored).isNotEmpty().noneMatch(line -> line.contains(key));
    }

    @Test
    void list_shows_no_key_but_who_used_it_and_when() {
        String key = created("{\"name\": \"scraper\", \"scopes\": [\"extract\", \"train\"]}")
                .getString("key");
        api().get("/api/v1/keys")
                .then()
                .body("keys.find { it.name == 'scraper' }.last_used_at", nullValue())
                .body("keys.find { it.name == 'scraper' }.scopes", containsInAnyOrder("extract", "train"));

        with(key).get("/api/v1/extractions");

        api().get("/api/v1/keys")
                .then()
                .statusCode(200)
                .body("keys.find { it.name == 'scraper' }.last_used_at", notNullValue())
                .body("keys.find { it.name == 'bootstrap admin' }.origin", equalTo("configuration"))
                .body("keys.key", everyItem(nullValue()));
    }

    @Test
    void revoked_key_lets_nobody_in_any_more_and_stays_in_the_list() {
        JsonPath made = created("{\"name\": \"scraper\", \"scopes\": [\"extract\"]}");
        String path = "/api/v1/keys/" + made.getString("id");

        api().delete(path).then().statusCode(204);
        api().delete(path).then().statusCode(204);

        with(made.getString("key"))
                .get("/api/v1/extractions")
                .then()
                .statusCode(401)
                .body("code", equalTo("unknown_key"));
        api().get(path).then().body("state", equalTo("revoked"));
        api().post(path + "/rotate").then().statusCode(409).body("code", equalTo("key_ended"));
    }

    @Test
    void key_ends_when_its_time_is_over() {
        String end = clock.instant().plus(Duration.ofHours(1)).toString();
        String key = created("{\"name\": \"short\", \"scopes\": [\"extract\"], \"expires_at\": \"%s\"}".formatted(end))
                .getString("key");
        with(key).get("/api/v1/extractions").then().statusCode(200);

        clock.advance(Duration.ofHours(1));

        with(key).get("/api/v1/extractions").then().statusCode(401);
        api().get("/api/v1/keys").then().body("keys.find { it.name == 'short' }.state", equalTo("expired"));
    }

    @Test
    void rotated_key_goes_on_for_the_overlap_beside_the_new_one() {
        JsonPath old = created("{\"name\": \"scraper\", \"scopes\": [\"extract\"]}");
        String fresh = api().queryParam("overlap_seconds", 60)
                .post("/api/v1/keys/" + old.getString("id") + "/rotate")
                .then()
                .statusCode(201)
                .header("Cache-Control", "no-store")
                .body("name", equalTo("scraper"))
                .extract()
                .path("key");

        with(old.getString("key")).get("/api/v1/extractions").then().statusCode(200);
        with(fresh).get("/api/v1/extractions").then().statusCode(200);
        clock.advance(Duration.ofSeconds(60));
        with(old.getString("key")).get("/api/v1/extractions").then().statusCode(401);
        with(fresh).get("/api/v1/extractions").then().statusCode(200);
    }

    @Test
    void admin_of_a_tenant_sees_and_changes_no_other_tenants_keys_and_gives_no_scope_that_reaches_them() {
        String id =
                created("{\"name\": \"scraper\", \"scopes\": [\"extract\"]}").getString("id");
        with(TENANT_ADMIN).get("/api/v1/keys/" + id).then().statusCode(404);
        with(TENANT_ADMIN).delete("/api/v1/keys/" + id).then().statusCode(404);
        with(TENANT_ADMIN).post("/api/v1/keys/" + id + "/rotate").then().statusCode(404);
        with(TENANT_ADMIN).get("/api/v1/keys").then().body("keys.tenant", everyItem(equalTo("acme")));
        with(TENANT_ADMIN)
                .get("/api/v1/keys?tenant=default")
                .then()
                .statusCode(403)
                .body("code", equalTo("other_tenant"));
        post(with(TENANT_ADMIN), "{\"name\": \"w\", \"scopes\": [\"worker\"]}", 403, "scope_not_yours");
        post(with(TENANT_ADMIN), "{\"name\": \"w\", \"scopes\": [\"operator\"]}", 403, "scope_not_yours");
        post(
                with(TENANT_ADMIN),
                "{\"name\": \"w\", \"scopes\": [\"extract\"], \"tenant\": \"default\"}",
                403,
                "other_tenant");
        with(TENANT_ADMIN).get("/api/v1/parked-messages").then().statusCode(403);
    }

    @Test
    void admin_neither_renews_nor_ends_a_key_of_its_own_tenant_that_may_more() {
        for (Scope scope : List.of(Scope.WORKER, Scope.OPERATOR)) {
            String id = created("{\"name\": \"strong\", \"scopes\": [\"%s\"], \"tenant\": \"acme\"}"
                            .formatted(scope.stored()))
                    .getString("id");
            with(TENANT_ADMIN)
                    .post("/api/v1/keys/" + id + "/rotate")
                    .then()
                    .statusCode(403)
                    .body("code", equalTo("scope_not_yours"));
            with(TENANT_ADMIN).delete("/api/v1/keys/" + id).then().statusCode(403);
            api().get("/api/v1/keys/" + id).then().body("state", equalTo("valid"));
        }
    }

    @Test
    void key_is_rotated_once_so_that_a_lost_answer_makes_no_second_one_that_ends_early() {
        String path = "/api/v1/keys/"
                + created("{\"name\": \"scraper\", \"scopes\": [\"extract\"]}").getString("id") + "/rotate";
        api().post(path).then().statusCode(201).body("expires_at", nullValue());
        api().post(path).then().statusCode(409).body("code", equalTo("already_rotated"));
    }

    @Test
    void operator_makes_keys_of_any_tenant() {
        JsonPath made = created("{\"name\": \"first\", \"scopes\": [\"admin\"], \"tenant\": \"fresh-tenant\"}");
        with(made.getString("key"))
                .get("/api/v1/keys")
                .then()
                .body("keys.name", equalTo(List.of("first")))
                .body("keys.tenant", everyItem(equalTo("fresh-tenant")));
        api().get("/api/v1/keys?tenant=fresh-tenant").then().body("keys.size()", equalTo(1));
    }

    @Test
    void keys_that_would_lock_everybody_out_or_come_again_are_not_revoked() {
        String own = with(TENANT_ADMIN).get("/api/v1/keys/self").path("id");
        with(TENANT_ADMIN).delete("/api/v1/keys/" + own).then().statusCode(409).body("code", equalTo("own_key"));
        String configured = api().get("/api/v1/keys/self").path("id");
        api().delete("/api/v1/keys/" + configured).then().statusCode(409).body("code", equalTo("configured_key"));
    }

    @Test
    void key_that_the_configuration_names_no_more_lets_nobody_in_after_a_start() {
        String former = "wk_former_admin_0123456789";
        keys.store(former, "bootstrap admin", "default", Set.of(Scope.ADMIN));
        database.inTransaction(
                sql -> sql.update("update api_key set origin = 'configuration' where hash = ?", ApiKey.hash(former)));
        with(former).get("/api/v1/extractions").then().statusCode(200);

        keys.bootstrap(new StartupEvent());

        with(former).get("/api/v1/extractions").then().statusCode(401);
        api().get("/api/v1/extractions").then().statusCode(200);
        with(ByHand.WORKER_KEY).get("/api/v1/extractions").then().statusCode(403);
    }

    @Test
    void bad_wishes_are_refused_with_the_part_that_is_wrong() {
        refused("[]", "invalid_key", null);
        refused("{\"name\": \"x\", \"scopes\": [\"extract\"], \"scope\": 1}", "unknown_option", "/scope");
        refused("{\"name\": \" \", \"scopes\": [\"extract\"]}", "invalid_name", "/name");
        refused("{\"name\": \"x\", \"scopes\": []}", "no_scopes", "/scopes");
        refused("{\"name\": \"x\", \"scopes\": [\"all\"]}", "unknown_scope", "/scopes");
        refused("{\"name\": \"x\", \"scopes\": [\"extract\"], \"tenant\": \"A B\"}", "invalid_tenant", "/tenant");
        refused(
                "{\"name\": \"x\", \"scopes\": [\"extract\"], \"expires_at\": \"2001-01-01T00:00:00Z\"}",
                "invalid_expiry",
                "/expires_at");
        api().queryParam("overlap_seconds", -1)
                .post("/api/v1/keys/" + UUID.randomUUID() + "/rotate")
                .then()
                .statusCode(422)
                .body("code", equalTo("invalid_overlap"));
        api().get("/api/v1/keys/" + UUID.randomUUID()).then().statusCode(404);
    }

    private static void refused(String body, String code, @Nullable String pointer) {
        post(api(), body, 422, code).body("pointer", pointer == null ? nullValue() : equalTo(pointer));
    }

    private static ValidatableResponse post(RequestSpecification as, String body, int status, String code) {
        return as.contentType("application/json")
                .body(body)
                .post("/api/v1/keys")
                .then()
                .statusCode(status)
                .body("code", equalTo(code));
    }

    private static JsonPath created(String body) {
        return api().contentType("application/json")
                .body(body)
                .post("/api/v1/keys")
                .then()
                .statusCode(201)
                .header("Cache-Control", "no-store")
                .extract()
                .jsonPath();
    }

    private static RequestSpecification with(String key) {
        return given().header("Authorization", "Bearer " + key);
    }
}
