package dev.winnow.benchmarks.api;

import dev.winnow.benchmarks.cluster.Cluster;
import dev.winnow.benchmarks.cluster.RunFolder;
import dev.winnow.benchmarks.peers.setup.PeerFolder;
import dev.winnow.benchmarks.peers.setup.Schemathesis;
import dev.winnow.benchmarks.report.Report;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code winnow bench api}. */
@Command(
        name = "api",
        description = {
            "Sends to every route of a coordinator what its OpenAPI document allows and what it forbids, with a key and"
                    + " without, and follows the document's links from what was made. Fails on a server error, on an answer"
                    + " that the document does not have, on a request that should have been refused, and on one that was let"
                    + " in without its key.",
            "Schemathesis does it: the first run fetches it from PyPI into ~/.cache/winnow/peers. Coordinator, PostgreSQL,"
                    + " RabbitMQ and a scripted worker are the run's own."
        },
        mixinStandardHelpOptions = true,
        showDefaultValues = true)
public final class ApiCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "OPTION",
            description = "Passed on to Schemathesis, behind --: --include-path /v1/files, --phases stateful")
    private List<String> more = List.of();

    @Option(
            names = "--examples",
            paramLabel = "N",
            description = "The most random requests of each route and kind",
            defaultValue = "40")
    private int examples;

    @Option(names = "--seed", paramLabel = "N", description = "What the requests follow from", defaultValue = "1")
    private long seed;

    @Option(
            names = "--least",
            paramLabel = "N",
            description = "Fail a run that has sent fewer requests",
            defaultValue = "5000")
    private int least;

    @Option(names = "--json", paramLabel = "F", description = "Also write the figures to F")
    private @Nullable Path json;

    @Override
    public Integer call() throws Exception {
        Report report = new Report(System.out);
        Schemathesis schemathesis = Schemathesis.in(PeerFolder.ofUser());
        boolean good;
        try (RunFolder folder = RunFolder.create("winnow-api-");
                Cluster cluster = Cluster.start(Cluster.project(), folder.path().resolve("cluster"))) {
            List<String> options = new ArrayList<>(List.of("--max-examples", String.valueOf(examples)));
            options.addAll(List.of("--seed", String.valueOf(seed)));
            options.addAll(more);
            ApiRun run = new ApiRun(cluster, schemathesis, folder.path());
            boolean conforms = run.run(options);
            RequestCounts counts = run.counts();
            counts.print(System.out);
            Map<String, Object> values = new LinkedHashMap<>();
            values.put("requests", counts.requests());
            values.put("routes", counts.routes());
            values.put("server_errors", counts.serverErrors());
            values.put("conforms", conforms);
            report.figure("api", "seed %d, %d examples".formatted(seed, examples), values);
            good = conforms && counts.requests() >= least;
            if (counts.requests() < least) {
                System.out.printf("%d requests are fewer than --least %d%n", counts.requests(), least);
            }
            if (good) {
                folder.wentWell();
            }
        }
        if (json != null) {
            report.write(json);
        }
        return good ? 0 : 1;
    }
}
