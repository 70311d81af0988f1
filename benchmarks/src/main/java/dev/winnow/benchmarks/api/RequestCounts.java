package dev.winnow.benchmarks.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * How many requests went to which route, and how they were answered.
 *
 * @param byRoute requests by status, by method and path
 */
record RequestCounts(Map<String, Map<Integer, Integer>> byRoute) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Reads what the hooks of Schemathesis have written: a route and a status a line. */
    static RequestCounts read(List<String> lines) throws IOException {
        Map<String, Map<Integer, Integer>> byRoute = new TreeMap<>();
        for (String line : lines) {
            JsonNode count = JSON.readTree(line);
            byRoute.computeIfAbsent(count.path("route").asText(), route -> new TreeMap<>())
                    .merge(count.path("status").asInt(), count.path("requests").asInt(), Integer::sum);
        }
        return new RequestCounts(byRoute);
    }

    /** All requests. */
    int requests() {
        return byRoute.values().stream().mapToInt(RequestCounts::sum).sum();
    }

    /** Routes that got any. */
    int routes() {
        return byRoute.size();
    }

    /** Answers that say that the coordinator failed. */
    int serverErrors() {
        return byRoute.values().stream()
                .mapToInt(statuses -> statuses.getOrDefault(500, 0))
                .sum();
    }

    void print(PrintStream out) {
        byRoute.forEach((route, statuses) -> out.printf(
                "%-70s %6d  %s%n",
                route,
                sum(statuses),
                statuses.entrySet().stream()
                        .map(status -> status.getKey() + " x " + status.getValue())
                        .collect(Collectors.joining(", "))));
    }

    private static int sum(Map<Integer, Integer> statuses) {
        return statuses.values().stream().mapToInt(Integer::intValue).sum();
    }
}
