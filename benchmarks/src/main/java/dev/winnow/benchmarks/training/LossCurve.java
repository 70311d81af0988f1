package dev.winnow.benchmarks.training;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a training says of its steps. Not thread-safe. */
final class LossCurve {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    // The first steps compile kernels and touch memory for the first time.
    private static final int WARM_UP = 2;
    private static final int LAST = 5;

    private final String name;
    private final List<Double> losses = new ArrayList<>();
    private final Map<String, Object> end = new LinkedHashMap<>();
    private double tokens;
    private double seconds;
    private double processorSeconds;

    LossCurve(String name) {
        this.name = name;
    }

    /** Takes a line; one that is no JSON is a library's. */
    void add(String line) throws IOException {
        if (!line.startsWith("{")) {
            return;
        }
        JsonNode node = MAPPER.readTree(line);
        if (!node.has("step")) {
            node.properties().forEach(entry -> end.put(entry.getKey(), entry.getValue()));
            return;
        }
        losses.add(node.path("loss").asDouble());
        if (losses.size() > WARM_UP) {
            tokens += node.path("tokens").asDouble();
            seconds += node.path("seconds").asDouble();
            processorSeconds += node.path("processor_seconds").asDouble();
        }
        System.err.printf(
                "  %s: step %d, loss %.4f, %.0f tokens/s%n",
                name, losses.size(), node.path("loss").asDouble(), tokensPerSecond());
    }

    double tokensPerSecond() {
        return tokens / Math.max(1e-9, seconds);
    }

    /** The same by one core's time, which says something on a machine that others use too. */
    double tokensPerProcessorSecond() {
        return tokens / Math.max(1e-9, processorSeconds);
    }

    double peakMebibytes() {
        return end.get("peak_memory_mib") instanceof JsonNode peak ? peak.asDouble() : -1;
    }

    List<Double> losses() {
        return List.copyOf(losses);
    }

    /** The mean of the last steps' losses. */
    double lastLoss() {
        return losses.subList(Math.max(0, losses.size() - LAST), losses.size()).stream()
                .mapToDouble(Double::doubleValue)
                .average()
                .orElse(Double.NaN);
    }

    /** How far the losses of a step are apart at the most. */
    double apart(LossCurve other) {
        double most = 0;
        for (int i = 0; i < Math.min(losses.size(), other.losses.size()); i++) {
            most = Math.max(most, Math.abs(losses.get(i) - other.losses.get(i)));
        }
        return most;
    }

    Map<String, Object> figures() {
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("tokens_per_second", Math.round(tokensPerSecond() * 10) / 10.);
        figures.put("tokens_per_processor_second", Math.round(tokensPerProcessorSecond() * 10) / 10.);
        figures.put("loss_of_last_steps", lastLoss());
        figures.putAll(end);
        figures.put("losses", losses);
        return figures;
    }
}
