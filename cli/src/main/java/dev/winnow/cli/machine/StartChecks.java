package dev.winnow.cli.machine;

import dev.winnow.cli.console.CommandException;
import dev.winnow.cli.console.Console;
import dev.winnow.cli.installation.Installation;
import dev.winnow.cli.installation.Settings;
import dev.winnow.cli.installation.Surroundings;
import dev.winnow.cli.process.ProcessRecord;
import dev.winnow.cli.process.RunFolder;
import dev.winnow.cli.service.LocalCoordinator;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/** What must hold before anything is started, each with the way out. */
final class StartChecks {
    private static final int FIRST_UNPRIVILEGED = 1024;

    private final Surroundings surroundings;
    private final Installation installation;
    private final Settings settings;
    private final Console console;

    StartChecks(Surroundings surroundings, Installation installation, Settings settings, Console console) {
        this.surroundings = surroundings;
        this.installation = installation;
        this.settings = settings;
        this.console = console;
    }

    void require() {
        WorkerShare.of(settings.workers(), surroundings);
        new Blueprint(surroundings, installation, settings).requireBuilt();
        requireNothingRunning();
        if (!Ports.isFree(settings.port())) {
            throw CommandException.usage("Port " + settings.port() + " is used by another program"
                    + (settings.port() < FIRST_UNPRIVILEGED ? ", or for root alone" : "")
                    + ": stop that program, or choose another port with --port");
        }
        requireMemory();
    }

    private void requireNothingRunning() {
        List<ProcessRecord> alive = new RunFolder(installation.run()).alive();
        if (alive.isEmpty()) {
            return;
        }
        String hint = surroundings.dataHint(installation);
        if (alive.stream().anyMatch(process -> process.name().equals(LocalStack.SUPERVISOR))) {
            String url = new LocalCoordinator(installation).url().orElse("an address that it does not tell yet");
            throw CommandException.usage("Winnow already runs from " + installation.root() + " at " + url
                    + ": use that one, or stop it with `winnow down" + hint + "` first");
        }
        String left = alive.stream()
                .map(process -> process.name() + " (process " + process.pid() + ")")
                .collect(Collectors.joining(", "));
        throw CommandException.usage("Left over from an earlier run: " + left + ". Stop them with `winnow down" + hint
                + "`, then start again");
    }

    private void requireMemory() {
        OptionalLong available = Memory.availableMebibytes();
        long wanted = Memory.wantedMebibytes(settings.workers());
        if (available.isEmpty() || available.getAsLong() >= wanted) {
            return;
        }
        String found = "%d MiB of memory are available; a coordinator and %d worker(s) with a small model want %d MiB"
                .formatted(available.getAsLong(), settings.workers(), wanted);
        if (available.getAsLong() < wanted / 2) {
            throw CommandException.failed(
                    "Too little memory: " + found + ". Close other programs, or use fewer --workers");
        }
        console.say("Warning: only " + found + "; it may be slow");
    }
}
