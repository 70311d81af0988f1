package dev.winnow.benchmarks.documents;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.winnow.coordinator.backlog.Backlog;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** What scripts/manifests has rendered for a cluster fits Kubernetes, its operators, and this version of Winnow. */
class ManifestsTest {
    private static final Path FOLDER = Project.ROOT.resolve("deploy/kubernetes");
    private static final SchemaRegistry SCHEMAS = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7);
    private static final List<Manifest> ALL = Stream.of("cpu", "gpu")
            .flatMap(overlay -> Manifest.in(FOLDER.resolve("rendered/" + overlay + ".yaml")).stream())
            .toList();

    @Test
    void what_is_rendered_is_of_these_sources() throws Exception {
        StringBuilder sources = new StringBuilder();
        try (Stream<Path> files = Files.walk(FOLDER)) {
            for (Path file : files.filter(file -> file.toString().endsWith(".yaml"))
                    .filter(file -> !file.startsWith(FOLDER.resolve("rendered")))
                    .sorted((one, other) -> Project.name(one).compareTo(Project.name(other)))
                    .toList()) {
                sources.append(hash(Files.readAllBytes(file)) + "  " + Project.name(file) + "\n");
            }
        }
        String expected =
                "# By scripts/manifests from sources " + hash(sources.toString().getBytes(UTF_8)) + ".";

        for (String overlay : List.of("cpu", "gpu")) {
            assertThat(Project.read("deploy/kubernetes/rendered/" + overlay + ".yaml"))
                    .as("run scripts/manifests after a change of what it renders")
                    .startsWith(expected);
        }
    }

    @Test
    void every_object_is_what_its_kind_may_be() throws IOException {
        for (Manifest manifest : ALL) {
            assertThat(mistakes(manifest)).as("%s", manifest).isEmpty();
        }
    }

    @Test
    void a_field_that_its_kind_does_not_have_would_be_noticed() throws IOException {
        Manifest scaling = one("ScaledObject", "winnow-worker");
        ObjectNode wrong = scaling.json().deepCopy();
        ((ObjectNode) wrong.path("spec")).put("coolDownPeriod", 1);

        assertThat(mistakes(new Manifest(wrong))).contains("coolDownPeriod");
    }

    @Test
    void every_variable_is_one_that_is_read() throws IOException {
        assertThat(set("Deployment", "winnow-coordinator")).isSubsetOf(KnownVariables.of("coordinator"));
        for (String worker : List.of("winnow-worker", "winnow-worker-bf16", "winnow-worker-training")) {
            assertThat(set("Deployment", worker)).isSubsetOf(KnownVariables.of("gpu-worker"));
        }
    }

    private static Set<String> set(String kind, String name) {
        Set<String> variables = new TreeSet<>(one(kind, name).variables().keySet());
        variables.removeIf(variable -> !variable.startsWith("WINNOW_"));
        assertThat(variables).isNotEmpty();
        return variables;
    }

    @Test
    void secrets_come_by_reference_alone() {
        ALL.stream().filter(manifest -> manifest.pod().isObject()).forEach(manifest -> manifest.variables()
                .forEach((name, value) -> {
                    if (name.matches(".*(KEY|PASSWORD|USERNAME)")) {
                        assertThat(value.has("secretKeyRef"))
                                .as("%s of %s", name, manifest)
                                .isTrue();
                    }
                }));
        assertThat(ALL).noneMatch(manifest -> manifest.kind().equals("Secret"));
    }

    @Test
    void pods_may_do_no_more_than_the_policy_restricted_lets_them_and_write_nothing_but_their_volumes() {
        List<Manifest> withPods =
                ALL.stream().filter(manifest -> manifest.pod().isObject()).toList();
        assertThat(withPods).hasSizeGreaterThanOrEqualTo(8);
        for (Manifest manifest : withPods) {
            JsonNode pod = manifest.pod();
            assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
            assertThat(pod.at("/securityContext/seccompProfile/type").asText()).isEqualTo("RuntimeDefault");
            assertThat(pod.path("automountServiceAccountToken").asBoolean(true)).isFalse();
            manifest.containers().forEach(container -> {
                JsonNode may = container.path("securityContext");
                assertThat(may.path("allowPrivilegeEscalation").asBoolean(true)).isFalse();
                assertThat(may.path("readOnlyRootFilesystem").asBoolean()).isTrue();
                assertThat(may.at("/capabilities/drop/0").asText()).isEqualTo("ALL");
                assertThat(container.at("/resources/limits/memory").asText()).isNotEmpty();
            });
        }
    }

    @Test
    void probes_ask_what_coordinator_and_worker_answer() {
        assertProbes(
                one("Deployment", "winnow-coordinator"), "/q/health", "deploy/docker/coordinator.Dockerfile", "HTTP");
        assertProbes(one("Deployment", "winnow-worker"), "/health", "deploy/docker/worker.Dockerfile", "HEALTH");
        assertThat(Project.read("gpu-worker/src/main/resources/application.properties"))
                .contains("quarkus.smallrye-health.root-path=/health")
                .contains("quarkus.micrometer.export.prometheus.path=" + path("PodMonitor", "podMetricsEndpoints"));
        assertThat(path("ServiceMonitor", "endpoints")).isEqualTo("/q/metrics");
        assertThat(Project.read("coordinator/src/main/resources/application.properties"))
                .as("Quarkus' own paths hold for the coordinator")
                .doesNotContain("root-path", "prometheus.path");
    }

    private static String path(String kind, String endpoints) {
        return ALL.stream()
                .filter(manifest -> manifest.kind().equals(kind))
                .map(manifest ->
                        manifest.json().at("/spec/" + endpoints + "/0/path").asText())
                .findFirst()
                .orElseThrow();
    }

    private static void assertProbes(Manifest manifest, String health, String image, String variable) {
        JsonNode container = manifest.container();
        int port = container.at("/ports/0/containerPort").asInt();
        assertThat(Project.read(image))
                .contains("WINNOW_%s_PORT=%d".formatted(variable, port))
                .contains("EXPOSE " + port);
        for (String probe : List.of("startupProbe", "livenessProbe")) {
            assertThat(container.at("/" + probe + "/httpGet/path").asText()).isEqualTo(health + "/live");
        }
        assertThat(container.at("/readinessProbe/httpGet/path").asText()).isEqualTo(health + "/ready");
        assertThat(container.at("/readinessProbe/httpGet/port").asText())
                .isEqualTo(container.at("/ports/0/name").asText());
    }

    @Test
    void pools_are_scaled_on_a_backlog_that_the_coordinator_tells_of_the_pool_that_they_serve() {
        List<Manifest> scaled = ALL.stream()
                .filter(manifest -> manifest.kind().equals("ScaledObject"))
                .toList();
        assertThat(scaled).hasSize(3);
        assertThat(Project.read("coordinator/src/main/java/dev/winnow/coordinator/backlog/BacklogResource.java"))
                .contains("@Path(\"/internal/v1/backlog\")", "@Path(\"/{model}/{quantization}\")");
        for (Manifest scaling : scaled) {
            JsonNode trigger = scaling.json().at("/spec/triggers/0/metadata");
            String[] url = trigger.path("url").asText().split("/internal/v1/backlog/", -1);
            Manifest pool = one(
                    "Deployment", scaling.json().at("/spec/scaleTargetRef/name").asText());
            assertThat(url[0]).isEqualTo("http://winnow-coordinator.winnow.svc:8080");
            assertThat(url[1].split("/", -1)[1]).isEqualTo(pool.variable("WINNOW_QUANTIZATION"));
            assertThat(Arrays.stream(Backlog.class.getRecordComponents()).map(RecordComponent::getName))
                    .contains(trigger.path("valueLocation").asText());
        }
    }

    @Test
    void a_worker_has_its_grace_before_it_is_killed() {
        for (String worker : List.of("winnow-worker", "winnow-worker-bf16", "winnow-worker-training")) {
            Manifest manifest = one("Deployment", worker);
            Duration grace = Duration.parse("PT" + manifest.variable("WINNOW_GRACE"));
            assertThat(manifest.pod().path("terminationGracePeriodSeconds").asLong())
                    .isGreaterThan(grace.toSeconds());
        }
    }

    @Test
    void workers_reach_coordinator_and_broker_and_nothing_else() {
        JsonNode egress = one("NetworkPolicy", "worker").json().at("/spec/egress");

        assertThat(StreamSupport.stream(egress.spliterator(), false)
                        .map(rule -> rule.at("/to/0/podSelector/matchLabels/app.kubernetes.io~1name")
                                .asText()))
                .containsExactlyInAnyOrder("winnow-coordinator", "winnow-broker");
        assertThat(one("NetworkPolicy", "nothing").json().path("spec").has("egress"))
                .isFalse();
    }

    @Test
    void workers_reach_coordinators_that_are_not_ready() {
        String service = "winnow-coordinator-workers";

        assertThat(one("Deployment", "winnow-worker").variable("WINNOW_COORDINATOR_URL"))
                .isEqualTo("http://" + service + ":8080");
        assertThat(one("Service", service)
                        .json()
                        .at("/spec/publishNotReadyAddresses")
                        .asBoolean())
                .isTrue();
    }

    private static Manifest one(String kind, String name) {
        return ALL.stream()
                .filter(manifest ->
                        manifest.kind().equals(kind) && manifest.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("there is no " + kind + " " + name));
    }

    private static String mistakes(Manifest manifest) throws IOException {
        try (InputStream schema = ManifestsTest.class.getResourceAsStream("kinds/" + manifest.schema() + ".json")) {
            assertThat(schema).as("a schema of %s", manifest.schema()).isNotNull();
            return SCHEMAS.getSchema(new String(schema.readAllBytes(), UTF_8))
                    .validate(manifest.json().toString(), InputFormat.JSON)
                    .toString()
                    .replaceAll("^\\[]$", "");
        }
    }

    private static String hash(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }
}
