package dev.winnow.benchmarks.largejob;

import dev.winnow.benchmarks.cluster.Cluster;
import dev.winnow.benchmarks.cluster.RunFolder;
import dev.winnow.benchmarks.report.Report;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code winnow bench large-job}. */
@Command(
        name = "large-job",
        description = "The dashboard's page of a running job of a million items in a real Chromium: how soon it can be"
                + " used, and what its live updates weigh; and the list of a hundred thousand jobs, and a search in it."
                + " Fails over 1 s, or over 50 KB a second.",
        mixinStandardHelpOptions = true,
        showDefaultValues = true)
public final class LargeJobCommand implements Callable<Integer> {
    private static final long MILLIS = 1_000;

    @Option(names = "--items", description = "Of the job", defaultValue = "1000000")
    private int items;

    @Option(
            names = "--at-once",
            paramLabel = "ITEMS",
            description =
                    "Of them, at most half, answered as fast as the machine can; then the page is looked at again",
            defaultValue = "300000")
    private int atOnce;

    @Option(names = "--pace", description = "Items a second after those", defaultValue = "500")
    private int pace;

    @Option(names = "--jobs", description = "Other jobs, which are over", defaultValue = "100000")
    private int jobs;

    @Option(names = "--seconds", description = "To watch the live updates, each time", defaultValue = "30")
    private int seconds;

    @Option(names = "--shots", paramLabel = "DIR", description = "Where screenshots go", defaultValue = ".")
    private Path shots = Path.of(".");

    @Option(names = "--json", paramLabel = "F", description = "Also write the figures to F")
    private @Nullable Path json;

    @Override
    public Integer call() throws Exception {
        if (pace < 1) {
            throw new IllegalArgumentException("--pace must be at least 1, was " + pace);
        }
        Duration pause = Duration.ofMillis(LargeJobRun.WORKERS * LargeJobRun.SLOTS * MILLIS / pace);
        LargeJob job = new LargeJob("Large job", items, Math.min(items / 2, atOnce), pause);
        Report report = new Report(System.out);
        boolean kept;
        try (RunFolder folder = RunFolder.create("winnow-bench-")) {
            try (Cluster cluster =
                    Cluster.start(Cluster.project(), folder.path().resolve("cluster"))) {
                kept = LargeJobRun.start(cluster, report, job, Duration.ofSeconds(seconds))
                        .run(jobs, shots);
            }
            if (kept) {
                folder.wentWell();
            }
        }
        if (json != null) {
            report.write(json);
        }
        return kept ? 0 : 1;
    }
}
