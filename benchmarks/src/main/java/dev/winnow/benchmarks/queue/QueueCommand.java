package dev.winnow.benchmarks.queue;

import dev.winnow.benchmarks.cluster.Cluster;
import dev.winnow.benchmarks.cluster.RunFolder;
import dev.winnow.benchmarks.report.Report;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code winnow bench queue}. */
@Command(
        name = "queue",
        description =
                "Items a second through the whole path (REST, PostgreSQL, RabbitMQ, worker, results) with an engine"
                        + " that answers at once, beside Celery on the same broker and database.",
        mixinStandardHelpOptions = true,
        showDefaultValues = true)
public final class QueueCommand implements Callable<Integer> {
    // The just-in-time compilers take about half of all processor time in a coordinator's first minute.
    private static final int WARM_UP = 300_000;
    // An item costs half as much again after a million of them as after several.
    private static final int WARM_UP_TO_COMPARE = 3_000_000;

    @Option(
            names = "--items",
            split = ",",
            description = "Sizes of the jobs, one after the other",
            defaultValue = "100000")
    private List<Integer> items = List.of();

    @Option(
            names = "--warm-up",
            paramLabel = "N",
            description = "Items before anything is measured: until code is compiled. 300000 unless set; 3000000, and"
                    + " 200000 more in jobs of the smallest size, where several sizes are compared")
    private @Nullable Integer warmUp;

    @Option(names = "--item-bytes", description = "Length of an item's input", defaultValue = "1000")
    private int itemBytes;

    @Option(names = "--workers", description = "Scripted workers", defaultValue = "2")
    private int workers;

    @Option(names = "--slots", description = "Items that a worker decodes at once", defaultValue = "256")
    private int slots;

    @Option(names = "--celery-items", description = "Items given to Celery; 0 leaves it out", defaultValue = "5000")
    private int celeryItems;

    @Option(names = "--json", paramLabel = "F", description = "Also write the figures to F")
    private @Nullable Path json;

    @Override
    public Integer call() throws Exception {
        Report report = new Report(System.out);
        try (RunFolder folder = RunFolder.create("winnow-bench-");
                Cluster cluster = Cluster.start(Cluster.project(), folder.path().resolve("cluster"))) {
            QueueRun run = new QueueRun(cluster, report, itemBytes, warmUp());
            run.durability();
            double best = run.winnow(workers, slots, items);
            if (celeryItems > 0) {
                double celery = new CeleryPeer(cluster, folder.path(), report).run(celeryItems, itemBytes);
                report.ratio("items_per_second_vs_celery", best / celery);
            }
            folder.wentWell();
        }
        if (json != null) {
            report.write(json);
        }
        return 0;
    }

    private int warmUp() {
        if (warmUp != null) {
            return warmUp;
        }
        return items.size() > 1 ? WARM_UP_TO_COMPARE : WARM_UP;
    }
}
