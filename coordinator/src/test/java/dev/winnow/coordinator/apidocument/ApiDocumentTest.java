package dev.winnow.coordinator.apidocument;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.winnow.coordinator.harness.CoordinatorTest;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class ApiDocumentTest extends CoordinatorTest {
    private static final String SESSION = "/api/v1/session";

    @Inject
    ObjectMapper json;

    private JsonNode document;

    @BeforeEach
    void is_read() throws IOException {
        document = json.readTree(
                given().accept("application/json").get("/q/openapi?format=json").asString());
    }

    @Test
    void every_operation_but_signing_in_says_that_it_wants_a_key_and_does() {
        List<String> open = new ArrayList<>();
        for (Route route : routes()) {
            boolean says = route.operation().at("/security/0/key").isArray();
            if (route.path().equals(SESSION)) {
                assertThat(says).isFalse();
            } else if (!says || withoutKey(route) != 401) {
                open.add(route.method() + " " + route.path());
            }
        }
        assertThat(open).isEmpty();
    }

    private static int withoutKey(Route route) {
        RequestSpecification request = given();
        Iterator<String> types = route.operation().at("/requestBody/content").fieldNames();
        if (types.hasNext()) {
            String type = types.next();
            if (type.startsWith("multipart/")) {
                request.multiPart("purpose", "batch");
            } else {
                request.contentType(type).body("{}".getBytes(StandardCharsets.UTF_8));
            }
        }
        return request.request(
                        route.method().toUpperCase(Locale.ROOT),
                        route.path().replaceAll("\\{[a-z]+}", "00000000-0000-0000-0000-000000000000"))
                .statusCode();
    }

    @Test
    void every_operation_answers_well_in_some_way_and_every_error_has_its_form() {
        List<String> wrong = new ArrayList<>();
        for (Route route : routes()) {
            boolean well = route.path().equals("/v1/embeddings");
            for (var answer : route.operation().path("responses").properties()) {
                boolean error = answer.getKey().compareTo("400") >= 0;
                well |= !error;
                String form = route.path().startsWith("/v1/")
                        ? "/content/application~1json/schema/$ref"
                        : "/content/application~1problem+json/schema/$ref";
                if (error
                        && !answer.getKey().equals("414")
                        && !answer.getValue().at(form).isTextual()) {
                    wrong.add(route.path() + " " + answer.getKey());
                }
            }
            if (!well) {
                wrong.add(route.path() + " never answers well");
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void every_link_leads_to_an_operation() {
        Set<String> known = new HashSet<>();
        routes().forEach(
                        route -> known.add(route.operation().path("operationId").asText()));
        List<String> links = new ArrayList<>();
        document.findValues("links")
                .forEach(all -> all.findValuesAsText("operationId").forEach(links::add));
        assertThat(known).as("operations with an id of their own").hasSameSizeAs(routes());
        assertThat(links).hasSizeGreaterThan(50);
        assertThat(known).containsAll(links);
    }

    @Test
    void what_an_answer_may_leave_out_or_have_as_null_is_said() {
        JsonNode key = document.at("/components/schemas/Key");
        assertThat(key.path("required").toString())
                .contains("\"name\"", "\"expires_at\"")
                .doesNotContain("\"key\"");
        assertThat(key.at("/properties/expires_at").toString()).contains("null");
        assertThat(key.at("/properties/name").toString()).doesNotContain("null");
    }

    private List<Route> routes() {
        List<Route> routes = new ArrayList<>();
        document.path("paths").properties().forEach(path -> path.getValue()
                .properties()
                .forEach(operation -> routes.add(new Route(operation.getKey(), path.getKey(), operation.getValue()))));
        assertThat(routes).hasSizeGreaterThan(100);
        return routes;
    }

    private record Route(String method, String path, JsonNode operation) {}
}
