package dev.winnow.benchmarks.report;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The figures of one run and the ratios between them, printed as they come. Not thread-safe. */
public final class Report {
    private final PrintStream out;
    private final List<Map<String, Object>> figures = new ArrayList<>();
    private final Map<String, Double> ratios = new LinkedHashMap<>();

    public Report(PrintStream out) {
        this.out = out;
        out.println(Machine.describe());
    }

    /**
     * Adds a figure.
     *
     * @param system whose it is
     * @param setting under which conditions it was measured
     * @param values by name, with the unit in the name
     */
    public void figure(String system, String setting, Map<String, ?> values) {
        Map<String, Object> figure = new LinkedHashMap<>();
        figure.put("system", system);
        figure.put("setting", setting);
        figure.putAll(values);
        figures.add(figure);
        out.printf("%-10s %-44s %s%n", system, setting, values);
    }

    /** Adds a ratio; more is better. */
    public void ratio(String name, double value) {
        ratios.put(name, value);
        out.printf("%-55s %.2f%n", name, value);
    }

    /** Writes everything as JSON. */
    public void write(Path file) throws IOException {
        new ObjectMapper()
                .writerWithDefaultPrettyPrinter()
                .writeValue(file.toFile(), new Content(Machine.describe(), figures, ratios));
    }

    private record Content(
            @JsonProperty("machine") String machine,
            @JsonProperty("figures") List<Map<String, Object>> figures,
            @JsonProperty("ratios") Map<String, Double> ratios) {}
}
