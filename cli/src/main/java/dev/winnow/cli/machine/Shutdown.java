package dev.winnow.cli.machine;

import dev.winnow.cli.console.Console;
import dev.winnow.cli.console.Pause;
import dev.winnow.cli.installation.Installation;
import dev.winnow.cli.process.ProcessRecord;
import dev.winnow.cli.process.RunFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Ends the processes of an installation from outside, in order: supervisor, workers, coordinator, database. */
public final class Shutdown {
    private static final Duration SUPERVISOR_GRACE = Duration.ofSeconds(75);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration GRACE = Duration.ofSeconds(30);

    private final Installation installation;
    private final Console console;
    private final RunFolder run;

    /** Ends what runs from that installation. */
    public Shutdown(Installation installation, Console console) {
        this.installation = installation;
        this.console = console;
        this.run = new RunFolder(installation.run());
    }

    /** Says what it ends; gives whether there was anything to end. */
    public boolean stopAll() throws IOException {
        List<ProcessRecord> before = run.alive();
        // The supervisor first: it stops the others in order itself, and would start again what is stopped without it.
        for (ProcessRecord process : before) {
            if (process.name().equals(LocalStack.SUPERVISOR)) {
                stop(process, SUPERVISOR_GRACE);
            }
        }
        for (ProcessRecord process : run.alive()) {
            if (!process.name().equals(Blueprint.COORDINATOR)) {
                stop(process, GRACE);
            }
        }
        Optional<ProcessRecord> coordinator = run.alive(Blueprint.COORDINATOR);
        if (coordinator.isPresent()) {
            stop(coordinator.get(), GRACE);
        }
        List<ProcessRecord> databases = orphanedDatabases();
        for (ProcessRecord database : databases) {
            console.say("Stopping the database that a killed coordinator left (process " + database.pid() + ")");
            stop(database, GRACE);
        }
        for (ProcessRecord process : before) {
            if (process.alive().isEmpty()) {
                console.say(process.name() + " (process " + process.pid() + ") has stopped");
            }
        }
        return !before.isEmpty() || !databases.isEmpty();
    }

    private void stop(ProcessRecord process, Duration grace) throws IOException {
        process.alive().ifPresent(ProcessHandle::destroy);
        if (!endsWithin(process, grace)) {
            console.say(process.name() + " did not stop in " + grace.toSeconds() + " s: killing it");
            process.alive().ifPresent(ProcessHandle::destroyForcibly);
            endsWithin(process, grace);
        }
        run.remove(process.name());
    }

    private static boolean endsWithin(ProcessRecord process, Duration limit) {
        long began = System.nanoTime();
        while (process.alive().isPresent()) {
            if (System.nanoTime() - began > limit.toNanos()) {
                return false;
            }
            Pause.of(POLL);
        }
        return true;
    }

    /** Servers whose data lie in this installation's folder, by the file in which PostgreSQL keeps its process id. */
    private List<ProcessRecord> orphanedDatabases() throws IOException {
        if (!Files.isDirectory(installation.root())) {
            return List.of();
        }
        try (Stream<Path> files =
                Files.find(installation.root(), 4, (file, attributes) -> file.endsWith("postmaster.pid"))) {
            return files.flatMap(file -> postmaster(file).stream()).toList();
        }
    }

    private static Optional<ProcessRecord> postmaster(Path file) {
        try {
            long pid = Long.parseLong(Files.readAllLines(file).get(0).strip());
            return ProcessHandle.of(pid)
                    .filter(process -> process.info()
                            .command()
                            .map(command -> command.contains("postgres"))
                            .orElse(false))
                    .map(process -> ProcessRecord.of("database", process, Map.of()));
        } catch (IOException | RuntimeException e) {
            return Optional.empty(); // it stopped in between, and took its file along
        }
    }
}
