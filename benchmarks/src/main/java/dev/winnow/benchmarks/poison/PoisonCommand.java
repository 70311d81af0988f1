package dev.winnow.benchmarks.poison;

import dev.winnow.benchmarks.cluster.Cluster;
import dev.winnow.benchmarks.report.Report;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code winnow bench poison}. */
@Command(
        name = "poison",
        description =
                "A job with items that crash, hang or exhaust their worker, are not UTF-8, or are huge. Workers that end"
                        + " are started again. Fails unless exactly those items fail, each with its reason.",
        mixinStandardHelpOptions = true,
        showDefaultValues = true)
public final class PoisonCommand implements Callable<Integer> {
    @Option(names = "--items", description = "Items of the job, poison included", defaultValue = "10000")
    private int items;

    @Option(
            names = "--kinds",
            split = ",",
            description = "What is planted, once for each time it is named: ${COMPLETION-CANDIDATES}",
            defaultValue = "CRASH,HANG,EXHAUST,NOT_UTF8,HUGE,ENDLESS")
    private List<Poison> kinds = List.of();

    @Option(names = "--together", description = "Plant all side by side, in one shard, not spread over the job")
    private boolean together;

    @Option(names = "--workers", description = "Processes of one scripted worker", defaultValue = "2")
    private int workers;

    @Option(names = "--slots", description = "Items that a worker decodes at once", defaultValue = "16")
    private int slots;

    @Option(names = "--item-millis", description = "How long a good item takes", defaultValue = "100")
    private int itemMillis;

    @Option(names = "--item-seconds", description = "The job's limit for one item", defaultValue = "20")
    private int itemSeconds;

    @Option(names = "--json", paramLabel = "F", description = "Also write the figures to F")
    private @Nullable Path json;

    @Override
    public Integer call() throws Exception {
        Report report = new Report(System.out);
        Path folder = Files.createTempDirectory("winnow-bench-");
        // PostgreSQL runs as another user where this one is root, and must get to its own folder.
        folder.toFile().setExecutable(true, false);
        boolean kept;
        try (Cluster cluster = Cluster.start(Cluster.project(), folder.resolve("cluster"))) {
            PlantedJob job = PlantedJob.of(items, kinds, together, itemMillis, itemSeconds);
            kept = new PoisonRun(cluster, report, job).run(workers, slots);
        }
        if (json != null) {
            report.write(json);
        }
        return kept ? 0 : 1;
    }
}
