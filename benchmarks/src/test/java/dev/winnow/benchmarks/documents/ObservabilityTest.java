package dev.winnow.benchmarks.documents;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/**
 * Dashboards and alert rules ask for what there is, and each alert has its runbook. That what is listed is what running
 * processes show is BulkExtractionTest's part.
 */
class ObservabilityTest {
    private static final Path FOLDER = Project.ROOT.resolve("deploy/observability");
    private static final Set<String> OF_THE_TARGET = Set.of("le", "instance", "job");

    @Test
    void dashboards_and_rules_ask_only_for_metrics_and_labels_that_are_listed() throws IOException {
        Map<String, MetricsPage.Listed> listed = MetricsPage.read().series();
        List<String> expressions = new ArrayList<>();
        panels().forEach(panel -> panel.path("targets")
                .forEach(target -> expressions.add(target.path("expr").asText())));
        alerts().forEach(alert -> expressions.add(alert.path("expr").asText()));

        assertThat(expressions).hasSizeGreaterThan(60);
        for (String text : expressions) {
            new Expression(text).series().forEach((series, labels) -> {
                assertThat(listed).as("the metrics of %s", text).containsKey(series);
                Set<String> known = new HashSet<>(OF_THE_TARGET);
                known.addAll(requireNonNull(listed.get(series)).labels());
                assertThat(known).as("the labels of %s", series).containsAll(labels);
            });
        }
    }

    @Test
    void an_expression_that_asks_for_something_else_would_be_noticed() {
        assertThat(new Expression("sum by (a) (rate(b_total{c=~\"d{e}\"}[5m])) / on (f) g and h offset 5m").series())
                .isEqualTo(new TreeMap<>(Map.of("b_total", Set.of("c"), "g", Set.of(), "h", Set.of())));
    }

    @Test
    void a_dashboard_has_panels_of_its_own_within_the_page_and_names_no_data_source() throws IOException {
        for (JsonNode dashboard : dashboards()) {
            Set<Integer> ids = new HashSet<>();
            assertThat(dashboard.path("uid").asText()).startsWith("winnow-");
            assertThat(dashboard.at("/templating/list/0/name").asText()).isEqualTo("datasource");
            for (JsonNode panel : dashboard.path("panels")) {
                assertThat(ids.add(panel.path("id").asInt())).isTrue();
                assertThat(panel.at("/gridPos/x").asInt()
                                + panel.at("/gridPos/w").asInt())
                        .isLessThanOrEqualTo(24);
                assertThat(panel.path("targets")).isNotEmpty().allSatisfy(target -> assertThat(
                                target.at("/datasource/uid").asText())
                        .isEqualTo("${datasource}"));
            }
        }
    }

    @Test
    void each_alert_says_how_grave_it_is_and_has_a_runbook_and_each_runbook_has_an_alert() {
        String page = Project.read("docs/runbooks.md");
        Map<String, String> sections = new TreeMap<>();
        for (String section : page.split("\n## ", -1)) {
            if (section.startsWith("Winnow")) {
                sections.put(section.lines().findFirst().orElseThrow(), section);
            }
        }
        Set<String> names = new HashSet<>();
        for (JsonNode alert : alerts()) {
            String name = alert.path("alert").asText();
            assertThat(names.add(name)).as("one alert %s", name).isTrue();
            assertThat(alert.at("/labels/severity").asText()).isIn("warning", "critical");
            assertThat(alert.at("/annotations/summary").asText()).isNotEmpty();
            assertThat(alert.at("/annotations/runbook_url").asText())
                    .isEqualTo("docs/runbooks.md#" + name.toLowerCase(Locale.ROOT));
            assertThat(sections).containsKey(name);
            assertThat(sections.get(name)).contains("\n**Means.** ", "\n**Look.** ", "\n**Do.** ");
        }
        assertThat(sections.keySet()).isEqualTo(names);
    }

    @Test
    void a_cluster_has_the_same_rules_as_one_host() {
        JsonNode inCluster = Manifest.in(Project.ROOT.resolve("deploy/kubernetes/base/alerts.yaml"))
                .get(0)
                .json();

        assertThat(inCluster.at("/spec/groups")).isEqualTo(rules().path("groups"));
    }

    @Test
    void prometheus_of_one_host_asks_where_the_monitors_of_a_cluster_do() {
        JsonNode jobs = yaml(FOLDER.resolve("prometheus.yml")).path("scrape_configs");
        JsonNode compose = yaml(Project.ROOT.resolve("docker-compose.yml")).path("services");
        List<Manifest> monitors = Manifest.in(Project.ROOT.resolve("deploy/kubernetes/base/monitoring.yaml"));

        assertThat(jobs.at("/0/metrics_path").asText())
                .isEqualTo(monitors.get(0).json().at("/spec/endpoints/0/path").asText());
        assertThat(jobs.at("/1/metrics_path").asText())
                .isEqualTo(monitors.get(1)
                        .json()
                        .at("/spec/podMetricsEndpoints/0/path")
                        .asText());
        jobs.at("/1/dns_sd_configs/0/names")
                .forEach(name -> assertThat(compose.has(name.asText())).isTrue());
        Pattern mounted = Pattern.compile("\\./(deploy/observability/[^:]+):.*");
        Stream.of("prometheus", "grafana")
                .flatMap(service -> stream(compose.path(service).path("volumes")))
                .map(volume -> mounted.matcher(volume.asText()))
                .filter(volume -> volume.matches())
                .forEach(volume ->
                        assertThat(Project.ROOT.resolve(volume.group(1))).exists());
    }

    private static List<JsonNode> dashboards() throws IOException {
        List<JsonNode> read = new ArrayList<>();
        try (Stream<Path> files = Files.list(FOLDER.resolve("grafana/dashboards"))) {
            for (Path file : files.sorted().toList()) {
                read.add(new ObjectMapper().readTree(file.toFile()));
            }
        }
        assertThat(read).hasSize(2);
        return read;
    }

    private static List<JsonNode> panels() throws IOException {
        return dashboards().stream()
                .flatMap(dashboard -> stream(dashboard.path("panels")))
                .toList();
    }

    private static List<JsonNode> alerts() {
        return stream(rules().path("groups"))
                .flatMap(group -> stream(group.path("rules")))
                .toList();
    }

    private static JsonNode rules() {
        return yaml(FOLDER.resolve("alerts.yaml"));
    }

    private static JsonNode yaml(Path file) {
        return Manifest.in(file).get(0).json();
    }

    private static Stream<JsonNode> stream(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }
}
