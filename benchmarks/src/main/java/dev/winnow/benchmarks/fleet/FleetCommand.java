package dev.winnow.benchmarks.fleet;

import dev.winnow.benchmarks.cluster.Cluster;
import dev.winnow.benchmarks.report.Report;
import dev.winnow.benchmarks.scripted.Slots;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code winnow bench fleet}. */
@Command(
        name = "fleet",
        description =
                "Many workers against one coordinator: how busy they are kept, how long shards wait, what it costs."
                        + " The workers are real in all but their model, which takes its time and computes nothing.",
        mixinStandardHelpOptions = true,
        showDefaultValues = true)
public final class FleetCommand implements Callable<Integer> {
    @Option(names = "--workers", description = "Workers", defaultValue = "200")
    private int workers;

    @Option(names = "--processes", description = "Processes that the workers are spread over", defaultValue = "1")
    private int processes;

    @Option(
            names = "--slots",
            description = "Items that a worker decodes at once: N, or N..M for workers that differ",
            defaultValue = "8..32")
    private String slots = "";

    @Option(names = "--seconds", description = "Mean time of an item in its slot, log-normal", defaultValue = "12")
    private double seconds;

    @Option(names = "--minutes", description = "How long to measure", defaultValue = "2")
    private double minutes;

    @Option(names = "--warm-up", description = "Seconds from the first claim to the measurement", defaultValue = "90")
    private int warmUp;

    @Option(names = "--seed", description = "Of the items' times", defaultValue = "1")
    private long seed;

    @Option(names = "--json", paramLabel = "F", description = "Also write the figures to F")
    private @Nullable Path json;

    @Override
    public Integer call() throws Exception {
        FleetPlan plan = new FleetPlan(
                workers,
                processes,
                Slots.parse(slots),
                Duration.ofMillis(Math.round(seconds * 1000)),
                Duration.ofSeconds(warmUp),
                Duration.ofSeconds(Math.round(minutes * 60)),
                seed);
        Report report = new Report(System.out);
        Path folder = Files.createTempDirectory("winnow-bench-");
        // PostgreSQL runs as another user where this one is root, and must get to its own folder.
        folder.toFile().setExecutable(true, false);
        try (Cluster cluster = Cluster.start(Cluster.project(), folder.resolve("cluster"))) {
            new FleetRun(cluster, report, plan).run();
        }
        if (json != null) {
            report.write(json);
        }
        return 0;
    }
}
