package dev.winnow.benchmarks;

import dev.winnow.benchmarks.fairness.FairnessCommand;
import dev.winnow.benchmarks.faults.FaultsCommand;
import dev.winnow.benchmarks.fleet.FleetCommand;
import dev.winnow.benchmarks.poison.PoisonCommand;
import dev.winnow.benchmarks.queue.QueueCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code winnow bench}: measures the system, on this machine, beside its peers. */
@Command(
        name = "winnow bench",
        description = "Measures Winnow on this machine. Nothing else should run meanwhile.",
        mixinStandardHelpOptions = true,
        subcommands = {
            QueueCommand.class,
            FleetCommand.class,
            FairnessCommand.class,
            PoisonCommand.class,
            FaultsCommand.class
        })
public final class Bench {
    private Bench() {}

    /** Runs one command and ends the process with its exit code. */
    public static void main(String... arguments) {
        System.exit(new CommandLine(new Bench()).execute(arguments));
    }
}
