package dev.winnow.cli.demo;

import dev.winnow.cli.console.Console;
import dev.winnow.cli.console.ExitCode;
import dev.winnow.cli.installation.Installation;
import dev.winnow.cli.installation.Settings;
import dev.winnow.cli.installation.Surroundings;
import dev.winnow.cli.machine.BackgroundStart;
import dev.winnow.cli.machine.Ports;
import dev.winnow.cli.machine.StartupWatch.PhaseTime;
import dev.winnow.cli.service.Endpoint;
import dev.winnow.cli.service.ServiceClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * An installation of the demo's own: starts everything, has an act shown, says how long each part took, and stops what
 * it started. Not thread-safe.
 */
final class DemoStage {
    private final Surroundings surroundings;
    private final Console console;
    private final List<PhaseTime> times = new ArrayList<>();

    DemoStage(Surroundings surroundings, Console console) {
        this.surroundings = surroundings;
        this.console = console;
    }

    /**
     * Plays an act.
     *
     * @param keep whether all runs on afterwards
     * @param next what the user may do then, where nothing runs on
     */
    ExitCode play(boolean keep, String next, Act act) throws IOException {
        Path usual = surroundings.installation(null).root();
        Installation installation = new Installation(usual.resolveSibling(usual.getFileName() + "-demo"));
        Settings settings = new Settings(
                Ports.firstFree(Settings.DEFAULT_PORT), Settings.DEFAULT_MODEL, Settings.DEFAULT_QUANTIZATION, 1);
        long seconds = Long.getLong("winnow.build.seconds", 0);
        if (seconds > 0) {
            times.add(new PhaseTime("build", Duration.ofSeconds(seconds)));
        }
        BackgroundStart start = new BackgroundStart(surroundings, console, installation);
        Thread farewell = new Thread(() -> stop(start, installation), "stop");
        Runtime.getRuntime().addShutdownHook(farewell);
        ExitCode code;
        try {
            times.addAll(start.start(settings));
            code = act.show(new ServiceClient(Endpoint.of(surroundings.alone(), installation)), this);
            printTimes();
        } finally {
            Runtime.getRuntime().removeShutdownHook(farewell);
            if (!keep) {
                stop(start, installation);
            }
        }
        console.result(
                keep
                        ? "It runs on at " + settings.url() + ". Stop it with: winnow down"
                                + surroundings.dataHint(installation)
                        : "Stopped again. Next: " + next);
        return code;
    }

    /** Notes how long a part of the act took. */
    void took(String phase, long sinceNanos) {
        times.add(new PhaseTime(phase, Duration.ofNanos(System.nanoTime() - sinceNanos)));
    }

    private void printTimes() {
        console.result("");
        Duration total = Duration.ZERO;
        for (PhaseTime time : times) {
            total = total.plus(time.time());
            console.result(row(time.phase(), time.time()));
        }
        console.result(row("total", total));
    }

    private static String row(String phase, Duration time) {
        return String.format(Locale.ROOT, "%-9s %7.1f s", phase, time.toMillis() / 1000.0);
    }

    private void stop(BackgroundStart start, Installation installation) {
        try {
            start.stop();
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "What was started cannot be stopped: try winnow down" + surroundings.dataHint(installation), e);
        }
    }

    /** What is shown while everything runs. */
    @FunctionalInterface
    interface Act {
        /** Shows it; how the command ends. */
        ExitCode show(ServiceClient client, DemoStage stage) throws IOException;
    }
}
