package dev.winnow.benchmarks.chain;

import static java.util.Objects.requireNonNull;

import dev.winnow.benchmarks.cluster.Cluster;
import dev.winnow.benchmarks.cluster.RunFolder;
import dev.winnow.benchmarks.peers.CommandCheck;
import dev.winnow.benchmarks.report.Checks;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code winnow bench chain}. */
@Command(
        name = "chain",
        description = {
            "Review, a schedule with a gate, training, promotion and re-extraction as one chain, with the small default model on generated"
                    + " listings: 50 results are corrected, become rows, are trained on; the better adapter is promoted while a job runs, a"
                    + " worse one is not; what was unsure is extracted again.",
            "Prints each thing that must be so, and fails unless all are. A quarter of an hour on two processors without AMX."
        },
        mixinStandardHelpOptions = true,
        showDefaultValues = true)
public final class ChainCommand implements Callable<Integer> {
    @Option(names = "--seed", paramLabel = "S", description = "Of the listings", defaultValue = "1")
    private long seed;

    @Mixin
    private ChainSize size = new ChainSize();

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        CommandCheck check = new CommandCheck(requireNonNull(spec));
        check.range("--rows", 10, 10_000, size.rows());
        // The schedule wants so many new rows the first time, too.
        check.range("--held-out", Math.max(10, ChainRun.CORRECTIONS - size.rows()), 10_000, size.heldOut());
        check.range("--documents", ChainRun.CORRECTIONS + 1, 10_000, size.documents());
        check.range("--running", 1, 10_000, size.running());
        Checks checks = new Checks(System.out);
        try (RunFolder folder = RunFolder.create("winnow-bench-")) {
            try (Cluster cluster =
                    Cluster.start(Cluster.project(), folder.path().resolve("cluster"))) {
                new ChainRun(ChainService.start(cluster, checks), new ChainListings(seed), size, checks).run();
            }
            if (checks.allSo()) {
                folder.wentWell();
            }
        }
        checks.sum();
        return checks.allSo() ? 0 : 1;
    }
}
