package dev.winnow.benchmarks.faults;

import dev.winnow.benchmarks.cluster.RunFolder;
import dev.winnow.benchmarks.faults.Fault.Kind;
import dev.winnow.benchmarks.faults.FaultRun.Outcome;
import dev.winnow.benchmarks.report.Report;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code winnow bench faults}. */
@Command(
        name = "faults",
        description =
                "Kills, freezes and cuts off coordinators, workers, broker and database while jobs are submitted, and"
                        + " checks then that nothing acknowledged was lost, repeated or failed but planted poison. Exits with 1"
                        + " and the evidence otherwise.",
        mixinStandardHelpOptions = true,
        showDefaultValues = true)
public final class FaultsCommand implements Callable<Integer> {
    @Option(
            names = "--seed",
            split = ",",
            description = "What the faults follow from; several run one by one",
            defaultValue = "1")
    private List<Long> seeds = List.of();

    @Option(names = "--minutes", description = "How long faults go on, for each seed", defaultValue = "3")
    private double minutes;

    @Option(
            names = "--kinds",
            split = ",",
            paramLabel = "KIND",
            description = "Only faults of these kinds, of ${COMPLETION-CANDIDATES}; other faults follow from the same"
                    + " seed then")
    private List<Kind> kinds = List.of();

    @Option(names = "--json", paramLabel = "F", description = "Also write the counts to F")
    private @Nullable Path json;

    @Override
    public Integer call() throws Exception {
        Report report = new Report(System.out);
        Duration length = Duration.ofMillis(Math.round(minutes * 60_000));
        List<Long> broken = new ArrayList<>();
        for (long seed : seeds) {
            try (RunFolder folder = RunFolder.create("winnow-faults-")) {
                Outcome outcome =
                        FaultRun.run(project(), folder.path().resolve("cluster"), seed, length, kinds(), System.out);
                report.figure("faults", "seed %d, %.1f minutes".formatted(seed, minutes), outcome.counts());
                if (outcome.broken().isEmpty()) {
                    folder.wentWell();
                } else {
                    broken.add(seed);
                }
            }
        }
        System.out.printf("%d seeds, %d broke a promise %s%n", seeds.size(), broken.size(), broken);
        if (json != null) {
            report.write(json);
        }
        return broken.isEmpty() ? 0 : 1;
    }

    private Set<Kind> kinds() {
        return kinds.isEmpty() ? EnumSet.allOf(Kind.class) : EnumSet.copyOf(kinds);
    }

    private static Path project() {
        return Path.of(System.getProperty("winnow.home", ".")).toAbsolutePath().normalize();
    }
}
