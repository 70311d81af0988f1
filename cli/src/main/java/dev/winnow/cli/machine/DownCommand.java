package dev.winnow.cli.machine;

import dev.winnow.cli.console.Console;
import dev.winnow.cli.console.ExitCode;
import dev.winnow.cli.installation.DataOption;
import dev.winnow.cli.installation.Installation;
import dev.winnow.cli.installation.Surroundings;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Stops everything on this machine. */
@Command(
        name = "down",
        description = {
            "Stop Winnow on this machine: workers first, which hand back what is unfinished, then the coordinator.",
            "",
            "Jobs, results and keys stay in the data folder; unfinished jobs go on after the next `winnow up`.",
            ""
        })
public final class DownCommand implements Callable<Integer> {
    private final Surroundings surroundings;
    private final Console console;

    @Mixin
    DataOption data = new DataOption();

    /** Runs in those surroundings. */
    public DownCommand(Surroundings surroundings, Console console) {
        this.surroundings = surroundings;
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        Installation installation = data.installation(surroundings);
        boolean any = new Shutdown(installation, console).stopAll();
        console.result(any ? "Winnow is stopped" : "Nothing of " + installation.root() + " was running");
        return ExitCode.DONE.number();
    }
}
