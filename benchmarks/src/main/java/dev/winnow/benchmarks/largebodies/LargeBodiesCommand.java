package dev.winnow.benchmarks.largebodies;

import dev.winnow.benchmarks.cluster.Cluster;
import dev.winnow.benchmarks.cluster.RunFolder;
import dev.winnow.benchmarks.report.Report;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code winnow bench large-bodies}. */
@Command(
        name = "large-bodies",
        description = "One job of hundreds of megabytes, sent and fetched again with every text, through a coordinator"
                + " with a small heap; then bodies that are meant to do harm. Fails if a result is missing or wrong, or"
                + " a bad body gets no clear 4xx.",
        mixinStandardHelpOptions = true,
        showDefaultValues = true)
public final class LargeBodiesCommand implements Callable<Integer> {
    @Option(names = "--megabytes", description = "Of NDJSON, in one request", defaultValue = "300")
    private int megabytes;

    @Option(names = "--item-bytes", description = "Length of an item's input", defaultValue = "10000")
    private int itemBytes;

    @Option(names = "--heap", paramLabel = "MIB", description = "The coordinator's", defaultValue = "256")
    private int heap;

    @Option(names = "--json", paramLabel = "F", description = "Also write the figures to F")
    private @Nullable Path json;

    @Override
    public Integer call() throws Exception {
        Report report = new Report(System.out);
        boolean kept;
        try (RunFolder folder = RunFolder.create("winnow-bench-")) {
            try (Cluster cluster =
                    Cluster.start(Cluster.project(), folder.path().resolve("cluster"))) {
                LargeBodiesRun run = LargeBodiesRun.start(cluster, report, heap);
                kept = run.through(new LargeJob(megabytes * 1_000_000L, itemBytes));
                kept &= run.refusals();
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
