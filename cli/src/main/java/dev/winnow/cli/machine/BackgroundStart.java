package dev.winnow.cli.machine;

import dev.winnow.cli.console.CommandException;
import dev.winnow.cli.console.Console;
import dev.winnow.cli.installation.Installation;
import dev.winnow.cli.installation.Settings;
import dev.winnow.cli.installation.Surroundings;
import dev.winnow.cli.machine.StartupWatch.PhaseTime;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Starts an installation under a supervisor that outlives this command. */
public final class BackgroundStart {
    private final Surroundings surroundings;
    private final Console console;

    /** Starts with those surroundings. */
    public BackgroundStart(Surroundings surroundings, Console console) {
        this.surroundings = surroundings;
        this.console = console;
    }

    /**
     * Returns when everything is ready, with the time that each phase took.
     *
     * @throws CommandException if it cannot start; what was started is stopped again
     */
    public List<PhaseTime> start(Installation installation, Settings settings) throws IOException {
        new StartChecks(surroundings, installation, settings, console).require();
        installation.prepare();
        Path log = installation.logs().resolve(LocalStack.SUPERVISOR + ".log");
        Process supervisor = new ProcessBuilder(command(installation, settings))
                .redirectErrorStream(true)
                .redirectInput(new File("/dev/null"))
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        try {
            return new StartupWatch(console, installation, settings, supervisor::isAlive).untilReady();
        } catch (CommandException e) {
            console.say("It cannot start. Stopping what was started");
            supervisor.destroy();
            new Shutdown(installation, console).stopAll();
            throw e;
        }
    }

    private List<String> command(Installation installation, Settings settings) {
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
                "--model",
                settings.model(),
                "--quantization",
                settings.quantization(),
                "--workers",
                String.valueOf(settings.workers())));
        return command;
    }
}
