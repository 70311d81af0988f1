package dev.winnow.benchmarks.fairness;

import dev.winnow.benchmarks.cluster.Cluster;
import dev.winnow.benchmarks.report.Report;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code winnow bench fairness}. */
@Command(
        name = "fairness",
        description =
                "A small job alone, and beside a huge one of the same tenant and priority. Fails if it takes more than"
                        + " three times as long.",
        mixinStandardHelpOptions = true,
        showDefaultValues = true)
public final class FairnessCommand implements Callable<Integer> {
    private static final double BOUND = 3;

    @Option(names = "--small", description = "Items of the small job", defaultValue = "100")
    private int small;

    @Option(names = "--huge", description = "Items of the huge job", defaultValue = "1000000")
    private int huge;

    @Option(names = "--tries", description = "How often the small job runs alone, and beside", defaultValue = "5")
    private int tries;

    @Option(names = "--workers", description = "Scripted workers", defaultValue = "4")
    private int workers;

    @Option(names = "--slots", description = "Items that a worker decodes at once", defaultValue = "16")
    private int slots;

    @Option(
            names = "--millis",
            split = ",",
            description = "Mean times of an item in its slot, one run for each; 0 answers at once",
            defaultValue = "1000,0")
    private List<Integer> millis = List.of();

    @Option(names = "--json", paramLabel = "F", description = "Also write the figures to F")
    private @Nullable Path json;

    @Override
    public Integer call() throws Exception {
        Report report = new Report(System.out);
        Path folder = Files.createTempDirectory("winnow-bench-");
        // PostgreSQL runs as another user where this one is root, and must get to its own folder.
        folder.toFile().setExecutable(true, false);
        double worst = 0;
        try (Cluster cluster = Cluster.start(Cluster.project(), folder.resolve("cluster"))) {
            FairnessRun run = FairnessRun.start(cluster, report, workers, slots);
            for (int mean : millis) {
                worst = Math.max(worst, run.measure(Duration.ofMillis(mean), small, huge, tries));
            }
        }
        if (json != null) {
            report.write(json);
        }
        return worst > BOUND ? 1 : 0;
    }
}
