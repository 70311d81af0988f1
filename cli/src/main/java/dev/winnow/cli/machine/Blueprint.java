package dev.winnow.cli.machine;

import dev.winnow.cli.console.CommandException;
import dev.winnow.cli.installation.Installation;
import dev.winnow.cli.installation.Settings;
import dev.winnow.cli.installation.Surroundings;
import dev.winnow.cli.process.ProcessPlan;
import dev.winnow.cli.service.LocalCoordinator;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** How the processes of an installation are started. */
final class Blueprint {
    /** The coordinator's name among the processes. */
    static final String COORDINATOR = LocalCoordinator.NAME;

    /** The fact under which a worker's health port stands. */
    static final String HEALTH_PORT = "health_port";

    // A worker's memory is libtorch's; loading a model passes through the heap, of which little is alive. The usual
    // collector
    // makes half a gigabyte of it, this one a fifth.
    private static final List<String> SMALL_HEAP = List.of("-XX:+UseSerialGC", "-Xms64m");

    private static final String TRAINING = "WINNOW_TRAINING";
    private static final String PRIMITIVES = "ONEDNN_PRIMITIVE_CACHE_CAPACITY";
    private static final String JAR = "target/quarkus-app/quarkus-run.jar";

    private final Surroundings surroundings;
    private final Installation installation;
    private final Settings settings;

    /** Takes the installation with its keys made. */
    public Blueprint(Surroundings surroundings, Installation installation, Settings settings) {
        this.surroundings = surroundings;
        this.installation = installation;
        this.settings = settings;
    }

    /** Says what is missing, if the applications are not built. */
    void requireBuilt() {
        for (String module : List.of("coordinator", "gpu-worker")) {
            Path jar = surroundings.project().resolve(module).resolve(JAR);
            if (!Files.isRegularFile(jar)) {
                throw CommandException.failed(module + " is not built: " + jar
                        + " is missing. The launcher builds it: run ./winnow from the project's folder,"
                        + " or ./mvnw -Dquick -DskipTests package");
            }
        }
    }

    List<String> workerNames() {
        return Stream.iterate(1, i -> i <= settings.workers(), i -> i + 1)
                .map(i -> "worker-" + i)
                .toList();
    }

    ProcessPlan coordinator() {
        Map<String, String> environment = new HashMap<>();
        environment.put("WINNOW_DATA_DIR", installation.root().toString());
        environment.put("WINNOW_HTTP_PORT", String.valueOf(settings.port()));
        installation.adminKey().ifPresent(key -> environment.put("WINNOW_BOOTSTRAP_ADMIN_KEY", key));
        installation.workerKey().ifPresent(key -> environment.put("WINNOW_BOOTSTRAP_WORKER_KEY", key));
        return new ProcessPlan(
                COORDINATOR,
                command("coordinator", List.of()),
                environment,
                log(COORDINATOR),
                Map.of(LocalCoordinator.URL, settings.url()));
    }

    ProcessPlan worker(String name, int healthPort, String amqpUri) {
        Map<String, String> environment = new HashMap<>();
        environment.put("WINNOW_COORDINATOR_URL", settings.url());
        installation.workerKey().ifPresent(key -> environment.put("WINNOW_WORKER_KEY", key));
        environment.put("WINNOW_WORKER_NAME", name);
        environment.put("WINNOW_MODEL", settings.model());
        environment.put("WINNOW_QUANTIZATION", settings.quantization());
        environment.put("WINNOW_SERVER_URL", settings.server());
        environment.put("WINNOW_CACHE_DIR", surroundings.cache().toString());
        environment.put("WINNOW_HEALTH_PORT", String.valueOf(healthPort));
        environment.put("WINNOW_AMQP_URI", amqpUri);
        environment.putAll(WorkerShare.of(settings.workers(), surroundings));
        environment.putAll(training(name));
        // Spinning OpenMP threads make a machine with few cores crawl; DJL must not call out.
        environment.put("OMP_WAIT_POLICY", "PASSIVE");
        environment.put("DJL_OFFLINE", "true");
        environment.put("OPT_OUT_TRACKING", "true");
        environment.put(
                "ENGINE_CACHE_DIR", surroundings.cache().resolve("natives").toString());
        return new ProcessPlan(
                name,
                command("gpu-worker", SMALL_HEAP),
                environment,
                log(name),
                Map.of(
                        HEALTH_PORT,
                        String.valueOf(healthPort),
                        "model",
                        settings.atServer() ? settings.server() : settings.model()));
    }

    // One worker of a machine, unless all are asked for: two trainings share its processors and its memory.
    private Map<String, String> training(String name) {
        String wanted = surroundings.variable(TRAINING).orElse("true");
        boolean all = wanted.equals("all");
        if (!all && !(wanted.equals("true") && name.equals(workerNames().get(0)))) {
            return Map.of(TRAINING, "false");
        }
        Map<String, String> environment = new HashMap<>();
        environment.put(TRAINING, "true");
        // oneDNN keeps a thousand compiled products, 10 to 20 MiB for each number of tokens:
        // docs/reference/training.md.
        environment.put(PRIMITIVES, surroundings.variable(PRIMITIVES).orElse("64"));
        if (all) {
            environment.putAll(WorkerShare.ofTraining(settings.workers(), surroundings));
        }
        return environment;
    }

    Path log(String name) {
        return installation.logs().resolve(name + ".log");
    }

    private List<String> command(String module, List<String> heap) {
        List<String> command = new ArrayList<>(detached());
        command.add(surroundings.java().toString());
        command.add("-XX:+ExitOnOutOfMemoryError");
        command.addAll(heap);
        if (Runtime.version().feature() >= 24) {
            command.add("--enable-native-access=ALL-UNNAMED");
        }
        command.add("-jar");
        command.add(surroundings.project().resolve(module).resolve(JAR).toString());
        return command;
    }

    /**
     * A session of its own, where the system has setsid: Ctrl-C then reaches the supervisor alone, which stops in
     * order.
     */
    static List<String> detached() {
        return Stream.of("/usr/bin/setsid", "/bin/setsid")
                .filter(path -> Files.isExecutable(Path.of(path)))
                .findFirst()
                .map(List::of)
                .orElse(List.of());
    }
}
