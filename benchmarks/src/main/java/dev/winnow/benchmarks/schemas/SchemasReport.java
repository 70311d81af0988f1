package dev.winnow.benchmarks.schemas;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.winnow.benchmarks.report.Machine;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The tables of a run, printed as they come, and its figures for a file. Not thread-safe. */
final class SchemasReport {
    private final PrintStream out;
    private final String tokenizer;
    private final int warmUpSchemas;
    private final List<Map<String, Object>> rounds = new ArrayList<>();

    SchemasReport(PrintStream out, String tokenizer, int warmUpSchemas) {
        this.out = out;
        this.tokenizer = tokenizer;
        this.warmUpSchemas = warmUpSchemas;
        out.printf(
                "%s. Times are those of one thread each, after both did the first %d schemas once to warm up%n",
                Machine.describe(), warmUpSchemas);
    }

    void add(Round round) {
        Figures all = round.all();
        Figures byBoth = round.compiledByBoth();
        rounds.add(Map.of("all", all.byName(), "compiled_by_both", byBoth.byName()));
        print("all schemas", all);
        print("schemas that both compile", byBoth);
    }

    private void print(String which, Figures figures) {
        out.printf("%nRound %d, %s:%n%n", rounds.size(), which);
        figures.table().forEach(out::println);
    }

    void write(Path file) throws IOException {
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("machine", Machine.describe());
        content.put("tokenizer", tokenizer);
        content.put("warm_up_schemas", warmUpSchemas);
        content.put("rounds", rounds);
        new ObjectMapper().writerWithDefaultPrettyPrinter().writeValue(file.toFile(), content);
    }
}
