package dev.winnow.benchmarks.killedtraining;

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

/** {@code winnow bench killed-training}. */
@Command(
        name = "killed-training",
        description = {
            "Two workers with the small default model train on generated listings, once undisturbed and once with kill -9: of one"
                    + " training alone the worker dies in the middle, of one across nodes a worker in every round. The other one goes on"
                    + " from the last checkpoint.",
            "The loss of every step and the adapter's hash must be the same. Prints each thing that must be so, and fails"
                    + " unless all are. Six minutes on two processors that were shared."
        },
        mixinStandardHelpOptions = true,
        showDefaultValues = true)
public final class KilledTrainingCommand implements Callable<Integer> {
    private static final int MOST = 64;

    @Option(
            names = "--seed",
            paramLabel = "S",
            description = "Of the listings and of the trainings",
            defaultValue = "1")
    private int seed;

    @Mixin
    private Shape shape = new Shape();

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        CommandCheck check = new CommandCheck(requireNonNull(spec));
        check.range("--nodes", 2, MOST, shape.nodes());
        // A part of one step has no middle.
        check.range("--local-steps", 2, MOST, shape.localSteps());
        check.range("--rounds", 1, MOST, shape.rounds());
        Checks checks = new Checks(System.out);
        try (RunFolder folder = RunFolder.create("winnow-bench-")) {
            try (Cluster cluster =
                            Cluster.start(Cluster.project(), folder.path().resolve("cluster"));
                    Parts parts = Parts.in(cluster.postgres())) {
                TrainingWorkers workers = TrainingWorkers.start(cluster);
                checks.say("a coordinator and two workers run");
                new KilledTrainingRun(workers, parts, shape, checks, seed).run();
            }
            if (checks.allSo()) {
                folder.wentWell();
            }
        }
        checks.sum();
        return checks.allSo() ? 0 : 1;
    }
}
