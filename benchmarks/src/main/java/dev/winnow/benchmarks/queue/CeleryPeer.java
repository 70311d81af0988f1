package dev.winnow.benchmarks.queue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.winnow.benchmarks.cluster.Cluster;
import dev.winnow.benchmarks.report.Report;
import dev.winnow.coordinator.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Celery doing the same: a task that answers at once, acked late, results in PostgreSQL, two prefork workers. It is set
 * up in a Python environment of its own under the cache folder.
 */
final class CeleryPeer {
    private static final List<String> PACKAGES =
            List.of("celery==5.5.3", "sqlalchemy==2.0.43", "psycopg2-binary==2.9.10");

    private final Cluster cluster;
    private final Path folder;
    private final Report report;

    CeleryPeer(Cluster cluster, Path folder, Report report) {
        this.cluster = cluster;
        this.folder = folder;
        this.report = report;
    }

    /** Gives Celery so many items; items a second from the first publish to the last stored result. */
    double run(int items, int itemBytes) throws IOException, InterruptedException {
        Path python = environment();
        Path script = folder.resolve("celery_peer.py");
        try (InputStream source = Objects.requireNonNull(CeleryPeer.class.getResourceAsStream("celery_peer.py"))) {
            Files.copy(source, script);
        }
        Process worker = start(
                List.of(
                        python.toString(),
                        "-m",
                        "celery",
                        "-A",
                        "celery_peer",
                        "worker",
                        "-P",
                        "prefork",
                        "-c",
                        "2",
                        "-l",
                        "WARNING"),
                folder.resolve("celery-worker.log"));
        try {
            Path out = folder.resolve("celery.json");
            Process submit = start(
                    List.of(python.toString(), script.toString(), String.valueOf(items), String.valueOf(itemBytes)),
                    out);
            if (submit.waitFor() != 0) {
                throw new IOException("Celery's run failed:\n" + Files.readString(out));
            }
            List<String> lines = Files.readAllLines(out);
            JsonNode figure = new ObjectMapper().readTree(lines.get(lines.size() - 1));
            double rate = items / figure.path("seconds").asDouble();
            report.figure(
                    "celery",
                    "%,d items of %d bytes, 2 prefork workers".formatted(items, itemBytes),
                    Map.of("items_per_second", Math.round(rate), "microseconds_per_item", Math.round(1e6 / rate)));
            return rate;
        } finally {
            worker.destroy();
            worker.waitFor();
        }
    }

    private Path environment() throws IOException, InterruptedException {
        Path environment = Path.of(System.getProperty("user.home"), ".cache", "winnow", "peers", "celery");
        Path python = environment.resolve("bin/python");
        Path ready = environment.resolve("ready-" + Integer.toHexString(PACKAGES.hashCode()));
        if (!Files.exists(ready)) {
            System.err.println("Setting Celery up in " + environment);
            call(List.of("python3", "-m", "venv", environment.toString()));
            List<String> install = new ArrayList<>(List.of(python.toString(), "-m", "pip", "install", "-q"));
            install.addAll(PACKAGES);
            call(install);
            Files.createFile(ready);
        }
        return python;
    }

    private void call(List<String> command) throws IOException, InterruptedException {
        Path log = folder.resolve("celery-setup.log");
        if (start(command, log).waitFor() != 0) {
            throw new IOException("Celery cannot be set up:\n" + Files.readString(log, StandardCharsets.UTF_8));
        }
    }

    private Process start(List<String> command, Path log) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        EmbeddedPostgres postgres = cluster.postgres();
        builder.environment().put("PEER_BROKER", cluster.rabbit().uri().toString());
        builder.environment()
                .put(
                        "PEER_RESULTS",
                        "db+"
                                + postgres.jdbcUrl()
                                        .replace(
                                                "jdbc:postgresql://",
                                                "postgresql+psycopg2://%s:%s@"
                                                        .formatted(postgres.username(), postgres.password())));
        return builder.start();
    }
}
