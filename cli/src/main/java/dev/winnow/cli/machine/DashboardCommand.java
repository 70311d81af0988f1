package dev.winnow.cli.machine;

import dev.winnow.cli.console.CommandException;
import dev.winnow.cli.console.Console;
import dev.winnow.cli.console.ExitCode;
import dev.winnow.cli.installation.DataOption;
import dev.winnow.cli.installation.Installation;
import dev.winnow.cli.installation.Surroundings;
import dev.winnow.cli.process.RunFolder;
import dev.winnow.cli.service.LocalCoordinator;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Tells where the dashboard is, and with which key to sign in. */
@Command(
        name = "dashboard",
        description = {"Tell the address of the dashboard and the key to sign in with; --open shows it.", ""})
public final class DashboardCommand implements Callable<Integer> {
    private final Surroundings surroundings;
    private final Console console;

    @Option(names = "--open", description = "Open it in this desktop's browser.")
    boolean open;

    @Mixin
    DataOption data = new DataOption();

    /** Runs in those surroundings. */
    public DashboardCommand(Surroundings surroundings, Console console) {
        this.surroundings = surroundings;
        this.console = console;
    }

    @Override
    public Integer call() {
        Installation installation = data.installation(surroundings);
        String url = new RunFolder(installation.run())
                .alive(LocalCoordinator.NAME)
                .map(process -> process.facts().get(LocalCoordinator.URL))
                .orElseThrow(() -> CommandException.unreachable("Winnow does not run from " + installation.root()
                        + ". Start it with: winnow up -d" + surroundings.dataHint(installation)));
        String key = installation
                .adminKey()
                .orElseThrow(() -> CommandException.failed("There is no key in " + installation.root()));
        console.result("Dashboard:     " + url + "/dashboard/");
        console.result("Sign in with:  " + key);
        if (open) {
            show(url + "/dashboard/");
        }
        return ExitCode.DONE.number();
    }

    private void show(String url) {
        boolean mac = System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("mac");
        try {
            new ProcessBuilder(List.of(mac ? "open" : "xdg-open", url))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            console.say("No browser can be opened from here (" + e.getMessage() + "): open the address by hand.");
        }
    }
}
