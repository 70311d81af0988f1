package dev.winnow.cli.machine;

import dev.winnow.cli.console.Console;
import dev.winnow.cli.console.Pause;
import dev.winnow.cli.installation.Installation;
import dev.winnow.cli.process.ProcessRecord;
import dev.winnow.cli.process.RunFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Ends the processes of an installation from outside, in order: supervisor, workers, coordinator, database. */
final class Shutdown {
    private static final Duration SUPERVISOR_GRACE = Duration.ofSeconds(75);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration GRACE = Duration.ofSeconds(30);

    private final Installation installation;
    private final Console console;
    private final RunFolder run;

    /** Ends what runs from that installation. */
    Shutdown(Installation installation, Console console) {
        this.installation = installation;
        this.console = console;
        this.run = new RunFolder(installation.run());
    }

    /** Says what it ends; gives whether there was anything to end. */
    boolean stopAll() throws IOException {
        List<ProcessRecord> before = run.alive();
        // The supervisor first: it stops the others in order itself, and would start again what is stopped without it.
        Optional<ProcessRecord> supervisor = run.alive(LocalStack.SUPERVISOR);
        if (supervisor.isPresent()) {
            end(supervisor.get(), SUPERVISOR_GRACE);
        }
        List<ProcessRecord> databases = endLeftovers();
        for (ProcessRecord process : before) {
            if (process.alive().isEmpty()) {
                console.say(process.name() + " (process " + process.pid() + ") has stopped");
            }
        }
        return !before.isEmpty() || !databases.isEmpty();
    }

    /** Ends that supervisor and what it has started; what another one has started goes on. */
    void stopStartedBy(ProcessHandle supervisor) throws IOException {
        ProcessRecord own = ProcessRecord.of(LocalStack.SUPERVISOR, supervisor, Map.of());
        end(own, SUPERVISOR_GRACE);
        // One that ends in order leaves no record; the record of one that could not tells whose the leftovers are.
        if (run.last(LocalStack.SUPERVISOR)
                .filter(last -> last.pid() == supervisor.pid())
                .isPresent()) {
            endLeftovers();
        }
    }

    /** Under the lock, so that nothing that another command starts meanwhile is taken for a leftover. */
    private List<ProcessRecord> endLeftovers() throws IOException {
        if (!Files.isDirectory(installation.run())) {
            return List.of();
        }
        Optional<SupervisorLock> lock = SupervisorLock.tryTake(installation);
        if (lock.isEmpty()) {
            console.say("Another `winnow up` has begun in " + installation.root() + " meanwhile; it is left alone");
            return List.of();
        }
        try {
            List<ProcessRecord> left = new ArrayList<>(run.alive());
            left.sort((a, b) -> Boolean.compare(isCoordinator(a), isCoordinator(b)));
            for (ProcessRecord process : left) {
                end(process, GRACE);
                run.remove(process.name());
            }
            run.remove(LocalStack.SUPERVISOR);
            List<ProcessRecord> databases = OrphanedDatabases.of(installation);
            for (ProcessRecord database : databases) {
                console.say("Stopping the database that a killed coordinator left (process " + database.pid() + ")");
                end(database, GRACE);
            }
            return databases;
        } finally {
            lock.get().close();
        }
    }

    private static boolean isCoordinator(ProcessRecord process) {
        return process.name().equals(Blueprint.COORDINATOR);
    }

    private void end(ProcessRecord process, Duration grace) {
        process.alive().ifPresent(ProcessHandle::destroy);
        if (!endsWithin(process, grace)) {
            console.say(process.name() + " did not stop in " + grace.toSeconds() + " s: killing it");
            process.alive().ifPresent(ProcessHandle::destroyForcibly);
            endsWithin(process, grace);
        }
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
}
