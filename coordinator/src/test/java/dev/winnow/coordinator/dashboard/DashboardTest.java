package dev.winnow.coordinator.dashboard;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import dev.winnow.coordinator.access.ApiKeys;
import dev.winnow.coordinator.access.Scope;
import dev.winnow.coordinator.harness.ByHand;
import dev.winnow.coordinator.harness.CoordinatorTest;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The page itself, and how somebody signs in to it. */
@QuarkusTest
class DashboardTest extends CoordinatorTest {
    @Inject
    ApiKeys keys;

    @Test
    void the_page_lets_nothing_in_from_elsewhere_and_its_files_are_kept_for_ever() {
        given().redirects().follow(false).get("/").then().statusCode(302).header("Location", "/dashboard/");
        given().redirects()
                .follow(false)
                .get("/dashboard")
                .then()
                .statusCode(302)
                .header("Location", "/dashboard/");
        String page = given().get("/dashboard/")
                .then()
                .statusCode(200)
                .header("Cache-Control", "no-cache")
                .header(
                        "Content-Security-Policy",
                        allOf(
                                containsString("default-src 'none'"),
                                containsString("script-src 'self';"),
                                not(containsString("unsafe"))))
                .extract()
                .asString();
        String script = page.replaceAll("(?s).*src=\"(assets/[0-9a-f]+/app.js)\".*", "$1");
        given().get("/dashboard/" + script)
                .then()
                .statusCode(200)
                .contentType("text/javascript")
                .header("Content-Encoding", "gzip")
                .header("Cache-Control", containsString("immutable"))
                .body(startsWith("// Begins"));
        String other = "/dashboard/assets/0000000000000000/app.js";
        String tag = given().get(other)
                .then()
                .statusCode(200)
                .header("Cache-Control", "no-cache")
                .body(startsWith("// Begins"))
                .extract()
                .header("ETag");
        given().header("If-None-Match", tag).get(other).then().statusCode(304).body(equalTo(""));
        given().get("/dashboard/assets/0000000000000000/gone.js").then().statusCode(404);
    }

    @Test
    void a_session_may_what_its_key_may_and_changes_things_by_the_page_alone() {
        UUID job = submit(1);
        ValidatableResponse signedIn = signIn(ByHand.ADMIN_KEY).statusCode(200).body("train", equalTo(true));
        assertThat(signedIn.extract().header("Set-Cookie"))
                .contains("HttpOnly", "SameSite=Strict", "Path=/")
                .doesNotContain(ByHand.ADMIN_KEY);
        String cookie = signedIn.extract().cookie("winnow_session");

        with(cookie).get("/api/v1/session").then().body("tenant", equalTo("default"));
        with(cookie).get("/api/v1/extractions/" + job).then().statusCode(200);
        given().cookie("winnow_session", cookie)
                .post("/api/v1/extractions/" + job + "/pause")
                .then()
                .statusCode(403)
                .body("code", equalTo("not_the_dashboard"));
        with(cookie).post("/api/v1/extractions/" + job + "/pause").then().statusCode(200);
        with(cookie).get("/internal/v1/datasets/x").then().statusCode(403).body("code", equalTo("missing_scope"));
    }

    @Test
    void a_session_is_over_with_its_time_its_key_and_when_somebody_signs_out() {
        String lasting = signIn(ByHand.ADMIN_KEY).extract().cookie("winnow_session");
        clock.advance(Duration.ofHours(11));
        with(lasting).get("/api/v1/extractions").then().statusCode(200);
        clock.advance(Duration.ofHours(1));
        with(lasting).get("/api/v1/extractions").then().statusCode(401).body("code", equalTo("session_over"));
        with(lasting).get("/api/v1/session").then().statusCode(204);

        String left = signIn(ByHand.ADMIN_KEY).extract().cookie("winnow_session");
        with(left).delete("/api/v1/session").then().statusCode(204);
        with(left).get("/api/v1/extractions").then().statusCode(401);

        keys.store("wk_leaving_0123456789abcdef", "leaving", "default", Set.of(Scope.EXTRACT));
        String leaving = signIn("wk_leaving_0123456789abcdef").extract().cookie("winnow_session");
        with(leaving).get("/api/v1/extractions").then().statusCode(200);
        database.inTransaction(
                sql -> sql.update("update api_key set revoked_at = ? where name = 'leaving'", clock.instant()));
        with(leaving).get("/api/v1/extractions").then().statusCode(401);
    }

    @Test
    void whoever_fails_too_often_waits_a_minute_but_a_right_key_does_not() {
        for (int i = 0; i < 10; i++) {
            signIn("wk_wrong_" + i).statusCode(401).body("code", equalTo("unknown_key"));
        }
        signIn("wk_wrong").statusCode(429).body("code", equalTo("too_many_failed_sign_ins"));
        signIn(ByHand.ADMIN_KEY).statusCode(200);
        clock.advance(Duration.ofMinutes(1));
        signIn(ByHand.ADMIN_KEY).statusCode(200);
        signIn(ByHand.WORKER_KEY).statusCode(403).body("code", equalTo("missing_scope"));
    }

    private static ValidatableResponse signIn(String key) {
        return given().contentType("application/json")
                .body("{\"key\": \"" + key + "\"}")
                .post("/api/v1/session")
                .then();
    }

    private static RequestSpecification with(String cookie) {
        return given().cookie("winnow_session", cookie).header("Winnow-Dashboard", "1");
    }
}
