package dev.winnow.benchmarks.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.winnow.benchmarks.cluster.Cluster;
import dev.winnow.benchmarks.cluster.Cluster.Coordinator;
import dev.winnow.benchmarks.peers.setup.Schemathesis;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Lets Schemathesis loose on a coordinator. */
final class ApiRun {
    private static final int SLOTS = 8;
    private static final String COUNTS = "counts.jsonl";
    private static final Map<String, String> SETTINGS = Map.of(
            // Scripted workers answer no single requests: each would be waited for.
            "WINNOW_ONLINE_TIMEOUT", "1s",
            // Webhooks are called where nobody listens, and nowhere else.
            "WINNOW_WEBHOOKS_ALLOWED_NETWORKS", "127.0.0.1/32");
    private static final String KEY =
            "{\"name\": \"schemathesis\", \"scopes\": [\"extract\", \"train\", \"admin\", \"operator\", \"worker\"]}";

    private final Cluster cluster;
    private final Schemathesis schemathesis;
    private final Path folder;

    ApiRun(Cluster cluster, Schemathesis schemathesis, Path folder) {
        this.cluster = cluster;
        this.schemathesis = schemathesis;
        this.folder = folder;
    }

    /**
     * Runs it.
     *
     * @param options for Schemathesis
     * @return whether all answers were as the document has them
     */
    boolean run(List<String> options) throws IOException, InterruptedException {
        URI broker = cluster.rabbit().uri();
        Coordinator coordinator = cluster.startCoordinator("coordinator", SETTINGS, broker);
        Cluster.await(coordinator, 0);
        cluster.startWorkers(coordinator.url(), broker, SLOTS, List.of("scripted"));
        Cluster.await(coordinator, 1);
        JsonNode key = coordinator
                .api()
                .send("POST", "/api/v1/keys", "application/json", KEY.getBytes(StandardCharsets.UTF_8));
        schemathesis.writeSettings(folder);
        boolean conforms = schemathesis(coordinator.url(), key, options);
        cluster.requireRunning();
        return conforms;
    }

    private boolean schemathesis(URI url, JsonNode key, List<String> options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                schemathesis.program().toString(), "run", url + "/q/openapi?format=json", "--url", url.toString()));
        command.addAll(options);
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(folder.toFile()).inheritIO();
        builder.environment().put("WINNOW_API_KEY", key.path("key").asText());
        builder.environment().put("WINNOW_API_KEY_ID", key.path("id").asText());
        builder.environment().put("WINNOW_API_COUNTS", folder.resolve(COUNTS).toString());
        Process process = builder.start();
        try {
            return process.waitFor() == 0;
        } finally {
            process.destroy();
        }
    }

    /** What was sent. */
    RequestCounts counts() throws IOException {
        return RequestCounts.read(Files.readAllLines(folder.resolve(COUNTS)));
    }
}
