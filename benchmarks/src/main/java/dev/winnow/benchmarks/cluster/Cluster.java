package dev.winnow.benchmarks.cluster;

import dev.winnow.benchmarks.scripted.ScriptedWorkers;
import dev.winnow.benchmarks.scripted.Slots;
import dev.winnow.coordinator.embedded.DataFolder;
import dev.winnow.coordinator.embedded.EmbeddedPostgres;
import dev.winnow.coordinator.embedded.StartException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;

/**
 * PostgreSQL, RabbitMQ, coordinators and workers of one run; all end with it, also when it is ended from outside. Not
 * thread-safe.
 */
public final class Cluster implements AutoCloseable {
    /** The key of clients, which may do everything. */
    public static final String ADMIN_KEY = "wk_bench_admin_0000000000000000000000000000";
    /** The key of workers, and of who starts them. */
    public static final String WORKER_KEY = "wk_bench_worker_000000000000000000000000000";

    private static final Duration START_LIMIT = Duration.ofMinutes(5);
    private static final int USUAL_HEAP = 512;
    private static final long PAUSE_NANOS = 100_000_000;
    private static final int END_ROUNDS = 50;

    private final Release release;
    private final Path folder;
    private final DataFolder data;
    private final int postgresPort;
    private final RabbitServer rabbit;
    private final List<ManagedProcess> parts = new CopyOnWriteArrayList<>();
    private final Thread hook = new Thread(this::end, "end of the run");
    private EmbeddedPostgres postgres;

    private Cluster(Path project, Path folder) throws IOException, StartException, InterruptedException {
        this.release = new Release(project);
        this.folder = folder;
        this.data = DataFolder.open(folder.resolve("database"));
        this.postgresPort = Ports.free();
        this.rabbit = new RabbitServer(project.resolve("scripts/rabbitmq"), folder, Ports.free(RabbitServer.PORTS));
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            this.postgres = EmbeddedPostgres.start(data, postgresPort);
        } catch (StartException e) {
            Runtime.getRuntime().removeShutdownHook(hook);
            throw e;
        }
        try {
            this.rabbit.start();
        } catch (IOException | InterruptedException e) {
            close();
            throw e;
        }
    }

    /**
     * Starts PostgreSQL and RabbitMQ over a folder that is not there yet.
     *
     * @param project where the project was built
     */
    public static Cluster start(Path project, Path folder) throws IOException, StartException, InterruptedException {
        Files.createDirectories(folder);
        return new Cluster(project, folder);
    }

    /** Where the project was built that this process belongs to. */
    public static Path project() {
        return Path.of(System.getProperty("winnow.home", ".")).toAbsolutePath().normalize();
    }

    /** The database. */
    public EmbeddedPostgres postgres() {
        return postgres;
    }

    /** The broker. */
    public RabbitServer rabbit() {
        return rabbit;
    }

    /** The first of PostgreSQL's processes. */
    public long postgresPid() throws IOException {
        Path pidFile = folder.resolve("database/postgres/postmaster.pid");
        return Long.parseLong(Files.readAllLines(pidFile).get(0).strip());
    }

    /** The log of a process by its name, or that of its first worker. */
    public Path log(String name) {
        return folder.resolve(name + ".log");
    }

    /** Ends PostgreSQL as a power cut would: its first process, whose children then end by themselves. */
    public void killPostgres() throws IOException {
        ProcessHandle.of(postgresPid()).ifPresent(process -> {
            process.destroyForcibly();
            process.onExit().join();
        });
    }

    /** Starts PostgreSQL again over the same data, after it was killed. */
    public void startPostgres() throws StartException {
        postgres = EmbeddedPostgres.start(data, postgresPort);
    }

    /** A client of a coordinator that gives up after a while. */
    public CoordinatorApi client(URI coordinator, Duration patience) {
        return new CoordinatorApi(coordinator, ADMIN_KEY, patience);
    }

    /** Starts a coordinator; its settings are environment variables, and come before those of the services. */
    public Coordinator startCoordinator(String name, Map<String, String> settings, URI broker) throws IOException {
        return start(release, name, settings, broker, USUAL_HEAP);
    }

    /** The same with so many mebibytes of heap. */
    public Coordinator startCoordinator(String name, Map<String, String> settings, URI broker, int heap)
            throws IOException {
        return start(release, name, settings, broker, heap);
    }

    /** Starts a coordinator of another release. */
    public Coordinator startCoordinator(Release of, String name, Map<String, String> settings, URI broker)
            throws IOException {
        return start(of, name, settings, broker, USUAL_HEAP);
    }

    private Coordinator start(Release of, String name, Map<String, String> settings, URI broker, int heap)
            throws IOException {
        int port = Ports.free();
        Map<String, String> environment = new HashMap<>();
        environment.put("WINNOW_DATABASE_URL", postgres.jdbcUrl());
        environment.put("WINNOW_DATABASE_USERNAME", postgres.username());
        environment.put("WINNOW_DATABASE_PASSWORD", postgres.password());
        environment.put("WINNOW_AMQP_URI", broker.toString());
        environment.put("WINNOW_HTTP_PORT", String.valueOf(port));
        environment.put("WINNOW_BOOTSTRAP_ADMIN_KEY", ADMIN_KEY);
        environment.put("WINNOW_BOOTSTRAP_WORKER_KEY", WORKER_KEY);
        environment.putAll(settings);
        List<String> command = List.of(
                java(),
                "-Xmx" + heap + "m",
                "-XX:+ExitOnOutOfMemoryError",
                "-jar",
                of.coordinator().toString());
        ManagedProcess process = new ManagedProcess(command, environment, folder.resolve(name + ".log"));
        process.start();
        parts.add(process);
        URI url = URI.create("http://127.0.0.1:" + port);
        return new Coordinator(process, url, new CoordinatorApi(url, ADMIN_KEY));
    }

    /** Starts a process of scripted workers. */
    public ManagedProcess startWorkers(URI coordinator, URI broker, int slots, List<String> names) throws IOException {
        return startWorkers(coordinator, broker, new Slots(slots, slots), names);
    }

    /** Starts a process of scripted workers that tells in its log how busy they are. */
    public ManagedProcess startWorkers(URI coordinator, URI broker, Slots slots, List<String> names)
            throws IOException {
        boolean fleet = slots.least() < slots.most();
        List<String> command = new ArrayList<>(List.of(
                java(),
                "-Xmx512m",
                "-XX:+ExitOnOutOfMemoryError",
                // Many workers in one process stand for as many machines: they must not spend what they are measured
                // with on the second compiler.
                "-XX:TieredStopAtLevel=" + (fleet ? 1 : 4),
                // Without the server's log manager nothing would reach the log.
                "-Dorg.jboss.logging.provider=jdk",
                "-Djava.util.logging.manager=java.util.logging.LogManager",
                "-D" + ScriptedWorkers.BUSY + "=" + fleet,
                "-cp",
                System.getProperty("java.class.path"),
                ScriptedWorkers.class.getName(),
                coordinator.toString(),
                WORKER_KEY,
                broker.toString(),
                slots.toString()));
        command.addAll(names);
        ManagedProcess process = new ManagedProcess(command, Map.of(), folder.resolve(names.get(0) + ".log"));
        process.start();
        parts.add(process);
        return process;
    }

    /**
     * Starts a worker with a real model, as the supervisor of one machine would.
     *
     * @param settings environment variables: its model, its numeric mode and the like
     */
    public ManagedProcess startModelWorker(URI coordinator, URI broker, String name, Map<String, String> settings)
            throws IOException {
        return startModelWorker(release, coordinator, broker, name, settings);
    }

    /** Starts a worker of another release, with a real model. */
    public ManagedProcess startModelWorker(
            Release of, URI coordinator, URI broker, String name, Map<String, String> settings) throws IOException {
        Map<String, String> environment = new HashMap<>();
        environment.put("WINNOW_COORDINATOR_URL", coordinator.toString());
        environment.put("WINNOW_WORKER_KEY", WORKER_KEY);
        environment.put("WINNOW_WORKER_NAME", name);
        environment.put("WINNOW_AMQP_URI", broker.toString());
        environment.put("WINNOW_HEALTH_PORT", String.valueOf(Ports.free()));
        environment.putAll(EngineJava.environment());
        environment.putAll(settings);
        List<String> command = EngineJava.command(List.of("-jar", of.worker().toString()));
        ManagedProcess process = new ManagedProcess(command, environment, folder.resolve(name + ".log"));
        process.start();
        parts.add(process);
        return process;
    }

    /** Waits until a coordinator is ready and has so many live workers, and takes requests if it has any. */
    public static void await(Coordinator coordinator, int workers) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + START_LIMIT.toNanos();
        while (!coordinator.api().ready()
                || coordinator.api().workers() < workers
                || (workers > 0 && !coordinator.api().serves())) {
            if (!coordinator.process().running() || System.nanoTime() > deadline) {
                throw new IOException("the coordinator is not ready, with %d workers, within %s: %s"
                        .formatted(workers, START_LIMIT, coordinator.process().lastWords()));
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    /**
     * Sees that every process runs that was started.
     *
     * @throws IOException with the last words of one that ended
     */
    public void requireRunning() throws IOException {
        for (ManagedProcess part : parts) {
            if (!part.running()) {
                throw new IOException(part.lastWords());
            }
        }
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    @Override
    public void close() {
        for (int i = parts.size() - 1; i >= 0; i--) {
            parts.get(i).close();
        }
        rabbit.close();
        postgres.close();
        try {
            data.close();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        Runtime.getRuntime().removeShutdownHook(hook);
    }

    // The process is told to end in the midst of a run: nothing of it may stay behind. What it starts just now is found
    // by the folder on its command line.
    private void end() {
        System.err.println("Ended from outside; logs and data are kept in " + folder);
        parts.forEach(ManagedProcess::end);
        rabbit.end();
        List<ProcessHandle> left = ours();
        for (int round = 0; round < END_ROUNDS && !left.isEmpty(); round++) {
            left.forEach(ProcessHandle::destroyForcibly);
            LockSupport.parkNanos(PAUSE_NANOS);
            left = ours();
        }
    }

    private List<ProcessHandle> ours() {
        return ProcessHandle.allProcesses()
                .filter(process -> process.info()
                        .commandLine()
                        .filter(line -> line.contains(folder.toString()))
                        .isPresent())
                .toList();
    }

    /**
     * A coordinator of the cluster.
     *
     * @param process what runs
     * @param url where it listens
     * @param api how to talk to it
     */
    public record Coordinator(ManagedProcess process, URI url, CoordinatorApi api) {}
}
