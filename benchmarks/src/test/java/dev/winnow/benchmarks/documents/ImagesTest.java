package dev.winnow.benchmarks.documents;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Images and docker-compose.yml fit this version of Winnow. What they are made of is run by scripts/image. */
class ImagesTest {
    private static final Pattern VARIABLE = Pattern.compile("(WINNOW_[A-Z_]+)=");
    private static final Manifest COMPOSE =
            Manifest.in(Project.ROOT.resolve("docker-compose.yml")).get(0);

    @ParameterizedTest
    @CsvSource({
        "coordinator, coordinator, /q/health/ready, HTTP",
        "worker, gpu-worker, /health/ready, HEALTH",
        "worker-cuda, gpu-worker, /health/ready, HEALTH"
    })
    void an_image_runs_as_nobody_starts_what_it_has_and_says_how_it_is(
            String image, String module, String health, String variable) throws IOException {
        String file = Project.read("deploy/docker/" + image + ".Dockerfile");
        String last = file.substring(file.lastIndexOf("\nFROM "));
        Matcher port = Pattern.compile("WINNOW_" + variable + "_PORT=(\\d+)").matcher(last);

        assertThat(port.find()).isTrue();
        assertThat(last)
                .contains("\nUSER 65532:65532\n")
                .contains("\"-jar\", \"/opt/winnow/quarkus-run.jar\"]")
                .contains("\"/opt/winnow/healthy\", \"%s\", \"%s\"]".formatted(port.group(1), health))
                .contains("COPY deploy/docker/healthy /opt/winnow/healthy");
        for (String part : List.of("lib", "quarkus", "app", "quarkus-run.jar")) {
            assertThat(last)
                    .contains("COPY --from=build /source/%s/target/quarkus-app/%s /opt/winnow/%s"
                            .formatted(module, part, part));
        }
        Set<String> set = new TreeSet<>();
        VARIABLE.matcher(last).results().forEach(found -> set.add(found.group(1)));
        assertThat(set).isSubsetOf(KnownVariables.of(module));
    }

    @Test
    void compose_is_what_compose_may_be() throws IOException {
        try (InputStream schema = ImagesTest.class.getResourceAsStream("compose.json")) {
            assertThat(SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
                            .getSchema(new String(schema.readAllBytes(), UTF_8))
                            .validate(COMPOSE.json().toString(), InputFormat.JSON))
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"coordinator, coordinator", "worker, gpu-worker", "worker-cuda, gpu-worker"})
    void compose_sets_variables_that_are_read_and_lets_nobody_write(String service, String module) throws IOException {
        JsonNode described = service(service);
        Set<String> set = new TreeSet<>();
        described.path("environment").fieldNames().forEachRemaining(set::add);

        assertThat(set).isNotEmpty().isSubsetOf(KnownVariables.of(module));
        assertThat(described.path("read_only").asBoolean()).isTrue();
        assertThat(described.at("/cap_drop/0").asText()).isEqualTo("ALL");
        assertThat(Project.ROOT.resolve(described.at("/build/dockerfile").asText()))
                .isRegularFile();
    }

    @Test
    void compose_publishes_nothing_beyond_loopback_and_hides_database_and_broker() {
        COMPOSE.json().path("services").forEach(service -> service.path("ports")
                .forEach(port -> assertThat(port.asText()).startsWith("127.0.0.1:")));
        assertThat(COMPOSE.json().at("/networks/inside/internal").asBoolean()).isTrue();
        for (String hidden : List.of("postgresql", "rabbitmq")) {
            assertThat(service(hidden).path("networks").toString()).isEqualTo("[\"inside\"]");
        }
    }

    @Test
    void every_secret_of_compose_stands_in_the_example_and_has_no_value_there() {
        String example = Project.read("deploy/docker/env.example");
        Matcher needed = Pattern.compile("\\$\\{(WINNOW_[A-Z_]+):\\?").matcher(Project.read("docker-compose.yml"));
        int seen = 0;
        while (needed.find()) {
            seen++;
            assertThat(example).contains("\n" + needed.group(1) + "=\n");
        }
        assertThat(seen).isPositive();
    }

    private static JsonNode service(String name) {
        return COMPOSE.json().path("services").path(name);
    }
}
