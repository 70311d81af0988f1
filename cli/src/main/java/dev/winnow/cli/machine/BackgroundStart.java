package dev.winnow.cli.machine;

import dev.winnow.cli.console.CommandException;
import dev.winnow.cli.console.Console;
import dev.winnow.cli.installation.Installation;
import dev.winnow.cli.installation.Settings;
import dev.winnow.cli.installation.Surroundings;
import dev.winnow.cli.machine.StartupWatch.PhaseTime;
import dev.winnow.cli.process.RunFolder;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Starts an installation under a supervisor that outlives this command. Thread-safe. */
public final class BackgroundStart {
    private final Surroundings surroundings;
    private final Console console;
    private final Installation installation;
    private volatile @Nullable Process supervisor;

    /** Starts that installation. */
    public BackgroundStart(Surroundings surroundings, Console console, Installation installation) {
        this.surroundings = surroundings;
        this.console = console;
        this.installation = installation;
    }

    /**
     * Returns when everything is ready, with the time that each phase took.
     *
     * @throws CommandException if it cannot start; what was started is stopped again
     */
    public List<PhaseTime> start(Settings settings) throws IOException {
        new StartChecks(surroundings, installation, settings, console).require();
        installation.prepare();
        Path log = installation.logs().resolve(LocalStack.SUPERVISOR + ".log");
        long before = Files.exists(log) ? Files.size(log) : 0;
        Process begun = new ProcessBuilder(command(settings))
                .redirectErrorStream(true)
                .redirectInput(new File("/dev/null"))
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        supervisor = begun;
        try {
            return new StartupWatch(console, surroundings, installation, settings, begun.toHandle(), before)
                    .untilReady();
        } catch (CommandException e) {
            if (anotherOneRuns(begun)) {
                stop();
                throw CommandException.usage("Another `winnow up` was quicker in " + installation.root()
                        + " and goes on: `winnow status" + surroundings.dataHint(installation)
                        + "` tells how it is. Nothing of this one is left");
            }
            console.say("It cannot start. Stopping what was started");
            stop();
            throw e;
        }
    }

    private boolean anotherOneRuns(Process own) {
        return new RunFolder(installation.run())
                .alive(LocalStack.SUPERVISOR)
                .filter(process -> process.pid() != own.pid())
                .isPresent();
    }

    /**
     * Stops what {@link #start} has started, if it has; never what was there before, or what another command started.
     */
    public void stop() throws IOException {
        Process begun = supervisor;
        if (begun != null) {
            new Shutdown(installation, console).stopStartedBy(begun.toHandle());
        }
    }

    private List<String> command(Settings settings) {
        List<String> command = new ArrayList<>(Blueprint.detached());
        command.addAll(List.of(
                surroundings.java().toString(),
                "-Xmx128m",
                "-Dwinnow.home=" + surroundings.project(),
                "-cp",
                System.getProperty("java.class.path"),
                "dev.winnow.cli.Winnow",
                "up",
                "--supervise",
                "--data",
                installation.root().toString(),
                "--port",
                String.valueOf(settings.port()),
                "--workers",
                String.valueOf(settings.workers())));
        command.addAll(
                settings.atServer()
                        ? List.of("--server", settings.server())
                        : List.of("--model", settings.model(), "--quantization", settings.quantization()));
        return command;
    }
}
