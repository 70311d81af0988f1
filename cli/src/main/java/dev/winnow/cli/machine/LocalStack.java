package dev.winnow.cli.machine;

import dev.winnow.cli.console.CommandException;
import dev.winnow.cli.installation.Installation;
import dev.winnow.cli.installation.PrivateFiles;
import dev.winnow.cli.installation.Settings;
import dev.winnow.cli.installation.Surroundings;
import dev.winnow.cli.process.ProcessRecord;
import dev.winnow.cli.process.RestartRules;
import dev.winnow.cli.process.RunFolder;
import dev.winnow.cli.process.Supervisor;
import dev.winnow.cli.process.SupervisorEvent;
import dev.winnow.cli.service.LocalCoordinator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A coordinator and its workers, kept alive until closed. The workers start once the coordinator is ready, and start
 * again when it comes back with another broker. Thread-safe.
 */
final class LocalStack implements AutoCloseable {
    /** The supervisor's own name among the processes. */
    static final String SUPERVISOR = "supervisor";

    private static final Duration GRACE = Duration.ofSeconds(30);
    private static final long POLL_MILLIS = 200;
    private static final long LOOK_MILLIS = 2_000;

    private final Surroundings surroundings;
    private final Installation installation;
    private final Settings settings;
    private final Blueprint blueprint;
    private final RunFolder run;
    private final Consumer<String> report;
    private final Supervisor supervisor;
    private final LocalProbe probe = new LocalProbe();
    private final ExecutorService steps = Executors.newSingleThreadExecutor(task -> new Thread(task, "startup"));
    private volatile String broker = "";
    private final CountDownLatch ended = new CountDownLatch(1);
    private final SupervisorLock lock;
    private boolean closed;

    /** Starts everything and returns at once; reports what happens as lines for the user. */
    public LocalStack(
            Surroundings surroundings, Installation installation, Settings settings, Consumer<String> report) {
        this.surroundings = surroundings;
        this.installation = installation;
        this.settings = settings;
        this.report = report;
        this.blueprint = new Blueprint(surroundings, installation, settings);
        this.run = new RunFolder(installation.run());
        this.lock = SupervisorLock.tryTake(installation)
                .orElseThrow(() ->
                        CommandException.usage("Another `winnow up` starts in " + installation.root() + " just now"));
        this.supervisor = new Supervisor(run, RestartRules.USUAL, this::happened);
        blueprint.requireBuilt();
        try {
            Files.deleteIfExists(failureFile(installation));
            run.add(ProcessRecord.of(
                    SUPERVISOR, ProcessHandle.current(), Map.of(LocalCoordinator.URL, settings.url())));
        } catch (IOException e) {
            throw CommandException.failed("The data folder cannot be written: " + e);
        }
        supervisor.keep(Blueprint.COORDINATOR, blueprint::coordinator);
    }

    /** Where the reason stands for which the supervisor gave up. */
    static Path failureFile(Installation installation) {
        return installation.run().resolve("failure.txt");
    }

    private void happened(SupervisorEvent event) {
        if (event instanceof SupervisorEvent.Started started) {
            if (started.again()) {
                report.accept(started.process() + " runs again (process " + started.pid() + ")");
            }
            if (started.process().equals(Blueprint.COORDINATOR)) {
                steps.execute(this::followCoordinator);
            }
        } else if (event instanceof SupervisorEvent.Died died) {
            report.accept("%s ended with exit code %d, starts again in %d s"
                    .formatted(
                            died.process(),
                            died.exitCode(),
                            died.startsAgainIn().toSeconds()));
        } else if (event instanceof SupervisorEvent.GaveUp gaveUp) {
            fail(gaveUp.process(), "ended with exit code " + gaveUp.exitCode() + " each time it was started");
        } else if (event instanceof SupervisorEvent.CannotStart failed) {
            fail(failed.process(), "cannot be started: " + failed.reason());
        } else if (event instanceof SupervisorEvent.Stopped stopped) {
            report.accept(stopped.process() + (stopped.killed() ? " did not stop in time and was killed" : " stopped"));
        }
    }

    private void fail(String process, String reason) {
        String message = "The " + process + " " + reason + ".\n" + LogTail.of(blueprint.log(process));
        report.accept(message);
        try {
            PrivateFiles.write(failureFile(installation), message);
        } catch (IOException e) {
            report.accept("The failure cannot be written down: " + e);
        }
        ended.countDown();
    }

    /** Looks until the coordinator is ready, then sees to the workers. */
    private void followCoordinator() {
        if (!probe.coordinatorReady(settings.url())) {
            again(this::followCoordinator);
            return;
        }
        try {
            Optional<String> found = AmqpAddress.find(surroundings, installation);
            if (found.isEmpty()) {
                again(this::followCoordinator);
                return;
            }
            String before = broker;
            broker = found.get();
            if (before.isEmpty()) {
                startWorkers();
            } else if (!before.equals(found.get())) {
                blueprint.workerNames().forEach(supervisor::restart);
            }
        } catch (IOException e) {
            again(this::followCoordinator); // half written
        } catch (CommandException e) {
            fail("workers", "cannot be started: " + e.getMessage());
        }
    }

    private void again(Runnable step) {
        later(POLL_MILLIS, step);
    }

    private void later(long millis, Runnable step) {
        CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS, steps).execute(step);
    }

    private void startWorkers() {
        Map<String, Integer> ports = new HashMap<>();
        int next = settings.port() + 1;
        for (String name : blueprint.workerNames()) {
            int port = Ports.firstFree(next);
            ports.put(name, port);
            next = port + 1;
        }
        ports.forEach((name, port) -> supervisor.keep(name, () -> blueprint.worker(name, port, broker)));
    }

    /** Tells that all has worked once: from now on nothing is given up, and the next start is like this one. */
    public void proven() {
        supervisor.proven();
        installation.save(settings);
        FailedWorkers failed = new FailedWorkers(run, blueprint.workerNames(), this::replace);
        steps.execute(() -> lookAfter(failed));
    }

    private void lookAfter(FailedWorkers failed) {
        failed.look();
        later(LOOK_MILLIS, () -> lookAfter(failed));
    }

    private void replace(String worker, String reason) {
        report.accept(worker + " cannot go on and is started again: " + reason);
        supervisor.replace(worker);
    }

    /** Waits until the stack has failed or was closed. */
    public void awaitEnd() throws InterruptedException {
        ended.await();
    }

    /** Stops the workers, which hand back what is unfinished, then the coordinator. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        steps.shutdownNow();
        supervisor.stop(List.of(blueprint.workerNames(), List.of(Blueprint.COORDINATOR)), GRACE);
        try {
            run.remove(SUPERVISOR);
            lock.close();
        } catch (IOException e) {
            report.accept("The record of the supervisor cannot be removed: " + e);
        }
        ended.countDown();
    }
}
