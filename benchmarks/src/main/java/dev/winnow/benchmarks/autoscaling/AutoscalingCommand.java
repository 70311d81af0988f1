package dev.winnow.benchmarks.autoscaling;

import dev.winnow.benchmarks.autoscaling.ScalingRules.Policy;
import dev.winnow.benchmarks.autoscaling.Simulation.Outcome;
import dev.winnow.benchmarks.cluster.Cluster;
import dev.winnow.benchmarks.cluster.Cluster.Coordinator;
import dev.winnow.benchmarks.cluster.RunFolder;
import dev.winnow.benchmarks.report.Report;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code winnow bench autoscaling}. */
@Command(
        name = "autoscaling",
        description =
                "A day's load in simulated time: fleets that stay as they are, and KEDA with the manifest's settings and"
                        + " others. Fails if a running coordinator's backlog makes KEDA do anything else.",
        mixinStandardHelpOptions = true,
        showDefaultValues = true)
public final class AutoscalingCommand implements Callable<Integer> {
    @Option(names = "--seed", description = "Of the load", defaultValue = "1")
    private long seed;

    @Option(names = "--rate", description = "Items a second of a worker", defaultValue = "12")
    private double rate;

    @Option(names = "--decode", description = "Seconds of an item in its slot", defaultValue = "20")
    private int decodeSeconds;

    @Option(names = "--start", description = "Seconds until a pod works: node, image, model", defaultValue = "180")
    private int startSeconds;

    @Option(names = "--price", description = "Of an hour of a worker", defaultValue = "2.50")
    private double price;

    @Option(names = "--fixed", split = ",", description = "Sizes of fleets that stay", defaultValue = "2,4,6,10")
    private List<Integer> fixed = List.of();

    @Option(
            names = "--manifest",
            description = "Rendered manifests",
            defaultValue = "deploy/kubernetes/rendered/gpu.yaml")
    private Path manifest = Path.of("");

    @Option(names = "--pool", description = "Name of its ScaledObject", defaultValue = "winnow-worker-bf16")
    private String pool = "";

    @Option(names = "--no-coordinator", description = "Leave out the run that asks a running coordinator")
    private boolean withoutCoordinator;

    @Option(names = "--json", paramLabel = "F", description = "Also write the figures to F")
    private @Nullable Path json;

    @Override
    public Integer call() throws Exception {
        Report report = new Report(System.out);
        Simulation day = new Simulation(DayLoad.of(seed), rate, decodeSeconds);
        System.out.printf(
                "%,d items in %,d jobs; a worker does %.1f a second, so %.1f hours of work%n",
                day.load().items(), day.load().jobs().size(), rate, day.load().items() / rate / 3600);
        ScalingSettings settings = ScalingSettings.read(Cluster.project().resolve(manifest), pool);
        for (int workers : fixed) {
            tell(report, "static", workers + " workers", day.run(Fleet.of(workers)));
        }
        Outcome said = day.run(keda(settings));
        tell(report, "KEDA", "as the manifest says", said);
        others(settings).forEach((name, other) -> tell(report, "KEDA", name, day.run(keda(other))));
        boolean same = withoutCoordinator || asked(day, settings).changes().equals(said.changes());
        if (!withoutCoordinator) {
            System.out.println(
                    same
                            ? "A running coordinator's backlog made KEDA do just the same."
                            : "A running coordinator's backlog made KEDA do something else.");
        }
        if (json != null) {
            report.write(json);
        }
        return same ? 0 : 1;
    }

    private Map<String, ScalingSettings> others(ScalingSettings settings) {
        Map<String, ScalingSettings> others = new LinkedHashMap<>();
        others.put("targetValue 1/4", settings.withTarget(Math.max(1, settings.target() / 4)));
        others.put("targetValue 1/2", settings.withTarget(Math.max(1, settings.target() / 2)));
        others.put("targetValue x2", settings.withTarget(settings.target() * 2));
        others.put("minReplicaCount 1", settings.withLeast(1));
        others.put("minReplicaCount 1, targetValue 1/4", settings.withLeast(1).withTarget(settings.target() / 4));
        others.put("maxReplicaCount / 2", settings.withMost(Math.max(1, settings.most() / 2)));
        others.put("maxReplicaCount x2", settings.withMost(settings.most() * 2));
        others.put("cooldownPeriod 120", settings.withCooldown(120));
        others.put("cooldownPeriod 1800", settings.withCooldown(1800));
        others.put(
                "scaleDown at once",
                settings.withDown(new ScalingRules(0, List.of(new Policy(true, 100, Autoscaler.EVERY)))));
        others.put(
                "scaleDown after 900 s",
                settings.withDown(new ScalingRules(900, settings.down().policies())));
        return others;
    }

    private Fleet keda(ScalingSettings settings) {
        return new KedaFleet(settings, new Pods(startSeconds, decodeSeconds));
    }

    private Outcome asked(Simulation day, ScalingSettings settings) throws Exception {
        try (RunFolder folder = RunFolder.create("winnow-bench-")) {
            Outcome outcome;
            try (Cluster cluster =
                    Cluster.start(Cluster.project(), folder.path().resolve("cluster"))) {
                Coordinator coordinator = cluster.startCoordinator(
                        "coordinator", Map.of(), cluster.rabbit().uri());
                Cluster.await(coordinator, 0);
                try (EndpointBacklog backlog = new EndpointBacklog(cluster, coordinator.url())) {
                    outcome = day.run(keda(settings), open -> () -> backlog.ask(open));
                }
            }
            folder.wentWell();
            return outcome;
        }
    }

    private void tell(Report report, String system, String setting, Outcome outcome) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("wait_median_seconds", outcome.waits().quantile(0.5));
        values.put("wait_p95_seconds", outcome.waits().quantile(0.95));
        values.put("small_jobs_wait_median_seconds", outcome.smallWaits().quantile(0.5));
        values.put("small_jobs_wait_p95_seconds", outcome.smallWaits().quantile(0.95));
        values.put("gpu_hours", Math.round(outcome.hours() * 10) / 10.0);
        values.put("cost", Math.round(outcome.hours() * price * 100) / 100.0);
        values.put("changes", outcome.changes().count());
        values.put("flaps", outcome.changes().flaps());
        report.figure(system, setting, values);
    }
}
