package dev.winnow.benchmarks.faults;

import dev.winnow.benchmarks.faults.FaultRun.Outcome;
import dev.winnow.benchmarks.report.Report;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
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

    @Option(names = "--json", paramLabel = "F", description = "Also write the counts to F")
    private @Nullable Path json;

    @Override
    public Integer call() throws Exception {
        Report report = new Report(System.out);
        Duration length = Duration.ofMillis(Math.round(minutes * 60_000));
        boolean kept = true;
        for (long seed : seeds) {
            Path folder = Files.createTempDirectory("winnow-faults-");
            // PostgreSQL runs as another user where this one is root, and must get to its own folder.
            folder.toFile().setExecutable(true, false);
            Outcome outcome = FaultRun.run(project(), folder.resolve("cluster"), seed, length, System.out);
            report.figure("faults", "seed %d, %.1f minutes".formatted(seed, minutes), outcome.counts());
            kept &= outcome.broken().isEmpty();
        }
        if (json != null) {
            report.write(json);
        }
        return kept ? 0 : 1;
    }

    private static Path project() {
        return Path.of(System.getProperty("winnow.home", ".")).toAbsolutePath().normalize();
    }
}
