package dev.winnow.benchmarks.documents;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What docs/reference/metrics.md says that there is, by where it is shown. */
public record MetricsPage(Map<String, Listed> coordinator, Map<String, Listed> worker, Map<String, Listed> runtime) {
    private static final Pattern ROW =
            Pattern.compile("(?m)^\\| `([a-z_]+)` \\| (counter|gauge|histogram|summary) \\| ([a-z, ]*)\\| .+ \\|$");

    /** A metric of it. */
    public record Listed(String name, String type, Set<String> labels) {
        Stream<String> series() {
            return switch (type) {
                case "histogram" -> Stream.of(name + "_bucket", name + "_count", name + "_sum");
                case "summary" -> Stream.of(name + "_count", name + "_sum");
                default -> Stream.of(name);
            };
        }
    }

    /** Reads the page. */
    public static MetricsPage read() {
        String[] parts = Project.read("docs/reference/metrics.md").split("\n## ", -1);
        return new MetricsPage(table(parts, "Coordinator"), table(parts, "Worker"), table(parts, "Of the runtime"));
    }

    private static Map<String, Listed> table(String[] parts, String heading) {
        String part = Arrays.stream(parts)
                .filter(text -> text.startsWith(heading + "\n"))
                .findFirst()
                .orElseThrow(() -> new AssertionError("metrics.md has no part " + heading));
        Map<String, Listed> rows = new TreeMap<>();
        Matcher row = ROW.matcher(part);
        while (row.find()) {
            Set<String> labels = Arrays.stream(row.group(3).split(",", -1))
                    .map(String::strip)
                    .filter(label -> !label.isEmpty())
                    .collect(Collectors.toSet());
            rows.put(row.group(1), new Listed(row.group(1), row.group(2), labels));
        }
        return rows;
    }

    /** All series that may be asked for, with the metric that each is of. */
    Map<String, Listed> series() {
        Map<String, Listed> all = new TreeMap<>();
        Stream.of(coordinator, worker, runtime)
                .flatMap(table -> table.values().stream())
                .forEach(listed -> listed.series().forEach(name -> all.put(name, listed)));
        return all;
    }
}
