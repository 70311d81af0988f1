package dev.winnow.cli.machine;

import com.fasterxml.jackson.databind.JsonNode;
import dev.winnow.cli.console.CommandException;
import dev.winnow.cli.console.Console;
import dev.winnow.cli.console.Pause;
import dev.winnow.cli.console.Progress;
import dev.winnow.cli.installation.Installation;
import dev.winnow.cli.installation.Settings;
import dev.winnow.cli.installation.Surroundings;
import dev.winnow.cli.process.ProcessRecord;
import dev.winnow.cli.process.RunFolder;
import dev.winnow.cli.service.Endpoint;
import dev.winnow.cli.service.ServiceClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Follows the start of an installation by what its processes say, and shows the phases with their times. */
public final class StartupWatch {
    private static final Duration COORDINATOR_LIMIT = Duration.ofMinutes(5);
    private static final Duration REGISTRATION_LIMIT = Duration.ofMinutes(1);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final long MEBI = 1024 * 1024;

    private final Console console;
    private final Installation installation;
    private final Settings settings;
    private final RunFolder run;
    private final Surroundings surroundings;
    private final ProcessHandle supervisor;
    private final long logBefore;
    private final LocalProbe probe = new LocalProbe();
    private final List<PhaseTime> times = new ArrayList<>();
    private long phaseBegan = System.nanoTime();

    /**
     * Watches that installation, as long as what supervises it is alive.
     *
     * @param logBefore how many bytes the supervisor's log had before it began
     */
    StartupWatch(
            Console console,
            Surroundings surroundings,
            Installation installation,
            Settings settings,
            ProcessHandle supervisor,
            long logBefore) {
        this.surroundings = surroundings;
        this.supervisor = supervisor;
        this.logBefore = logBefore;
        this.console = console;
        this.installation = installation;
        this.settings = settings;
        this.run = new RunFolder(installation.run());
    }

    /** How long a phase took. */
    public record PhaseTime(String phase, Duration time) {}

    /**
     * Returns when the coordinator and every worker are ready.
     *
     * @throws CommandException with the reason and the end of the log, if they will not be
     */
    public List<PhaseTime> untilReady() {
        awaitSupervisor();
        console.say("Starting the coordinator on " + settings.url());
        long began = System.nanoTime();
        while (!coordinatorReady()) {
            requireAlive();
            Duration waited = Duration.ofNanos(System.nanoTime() - began);
            if (waited.compareTo(COORDINATOR_LIMIT) > 0) {
                throw CommandException.failed("The coordinator is not ready after " + waited.toMinutes() + " minutes.\n"
                        + LogTail.of(log(Blueprint.COORDINATOR)));
            }
            Pause.of(POLL);
        }
        finishPhase("start");
        for (int i = 1; i <= settings.workers(); i++) {
            awaitWorker("worker-" + i);
        }
        if (settings.workers() > 0) {
            awaitRegistration();
        }
        return List.copyOf(times);
    }

    /**
     * Until the supervisor has written its record, it may be that another one has the installation, and all that stands
     * in the run folder is of that one or of an earlier start.
     */
    private void awaitSupervisor() {
        while (run.alive(LocalStack.SUPERVISOR)
                .filter(record -> record.pid() == supervisor.pid())
                .isEmpty()) {
            requireSupervisor();
            Pause.of(POLL);
        }
    }

    private boolean coordinatorReady() {
        return run.alive(Blueprint.COORDINATOR).isPresent() && probe.coordinatorReady(settings.url());
    }

    /** A worker is of use once the coordinator knows its model; models of earlier workers are there from the start. */
    private void awaitRegistration() {
        ServiceClient client = new ServiceClient(Endpoint.local(surroundings.alone(), installation));
        long began = System.nanoTime();
        while (!anyLive(client.get("/api/v1/models").path("models"))) {
            requireAlive();
            if (System.nanoTime() - began > REGISTRATION_LIMIT.toNanos()) {
                throw CommandException.failed("The coordinator knows no model although the workers are ready.\n"
                        + LogTail.of(log("worker-1")));
            }
            Pause.of(POLL);
        }
    }

    static boolean anyLive(JsonNode models) {
        for (JsonNode model : models) {
            if (model.path("live").asBoolean()) {
                return true;
            }
        }
        return false;
    }

    private void awaitWorker(String name) {
        @Nullable Progress download = null;
        String phase = "";
        try {
            while (true) {
                requireAlive();
                Optional<WorkerStatus> status = run.alive(name).flatMap(this::ask);
                if (status.isPresent()) {
                    WorkerStatus now = status.get();
                    if (now.failed()) {
                        throw CommandException.failed(
                                "The " + name + " cannot begin: " + now.message() + "\nIts log is " + log(name));
                    }
                    if (!now.phase().equals(phase)) {
                        download = closed(download);
                        enter(name, phase, now);
                        phase = now.phase();
                    }
                    if (phase.equals("downloading")) {
                        download = download == null
                                ? new Progress(console, "Downloading the model", " MiB", MEBI)
                                : download;
                        download.show(now.doneBytes(), now.totalBytes(), "");
                    }
                    if (now.ready()) {
                        return;
                    }
                }
                Pause.of(POLL);
            }
        } finally {
            closed(download);
        }
    }

    private void enter(String worker, String before, WorkerStatus now) {
        switch (before) {
            case "downloading" -> finishPhase("download");
            case "loading" -> finishPhase("load");
            default -> finishPhase("start");
        }
        if (now.phase().equals("loading")) {
            console.say("Loading the model in " + worker + (now.message().isEmpty() ? "" : ": " + now.message()));
        }
    }

    private static @Nullable Progress closed(@Nullable Progress progress) {
        if (progress != null) {
            progress.close();
        }
        return null;
    }

    private Optional<WorkerStatus> ask(ProcessRecord worker) {
        return Optional.ofNullable(worker.facts().get(Blueprint.HEALTH_PORT)).flatMap(probe::worker);
    }

    private void requireAlive() {
        Path failure = LocalStack.failureFile(installation);
        if (Files.exists(failure)) {
            try {
                throw CommandException.failed(Files.readString(failure));
            } catch (IOException e) {
                throw CommandException.failed("The start failed; " + failure + " cannot be read: " + e);
            }
        }
        requireSupervisor();
    }

    private void requireSupervisor() {
        if (!supervisor.isAlive()) {
            throw CommandException.failed("The process that keeps Winnow running has ended.\n"
                    + LogTail.of(log(LocalStack.SUPERVISOR), logBefore));
        }
    }

    private void finishPhase(String phase) {
        long now = System.nanoTime();
        Duration time = Duration.ofNanos(now - phaseBegan);
        phaseBegan = now;
        for (int i = 0; i < times.size(); i++) {
            if (times.get(i).phase().equals(phase)) {
                times.set(i, new PhaseTime(phase, times.get(i).time().plus(time)));
                return;
            }
        }
        times.add(new PhaseTime(phase, time));
    }

    private Path log(String name) {
        return installation.logs().resolve(name + ".log");
    }
}
