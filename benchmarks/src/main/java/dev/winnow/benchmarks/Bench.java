package dev.winnow.benchmarks;

import dev.winnow.benchmarks.agreement.AgreementCommand;
import dev.winnow.benchmarks.api.ApiCommand;
import dev.winnow.benchmarks.autoscaling.AutoscalingCommand;
import dev.winnow.benchmarks.chain.ChainCommand;
import dev.winnow.benchmarks.evidence.EvidenceCommand;
import dev.winnow.benchmarks.fairness.FairnessCommand;
import dev.winnow.benchmarks.faults.FaultsCommand;
import dev.winnow.benchmarks.fleet.FleetCommand;
import dev.winnow.benchmarks.fuzz.FuzzCommand;
import dev.winnow.benchmarks.guide.GuideCommand;
import dev.winnow.benchmarks.killedtraining.KilledTrainingCommand;
import dev.winnow.benchmarks.largebodies.LargeBodiesCommand;
import dev.winnow.benchmarks.largejob.LargeJobCommand;
import dev.winnow.benchmarks.longdocuments.LongDocumentsCommand;
import dev.winnow.benchmarks.memory.MemoryCommand;
import dev.winnow.benchmarks.online.OnlineCommand;
import dev.winnow.benchmarks.peers.PeersCommand;
import dev.winnow.benchmarks.poison.PoisonCommand;
import dev.winnow.benchmarks.queue.QueueCommand;
import dev.winnow.benchmarks.schemas.SchemasCommand;
import dev.winnow.benchmarks.server.ServerCommand;
import dev.winnow.benchmarks.shapes.ShapesCommand;
import dev.winnow.benchmarks.training.NodesCommand;
import dev.winnow.benchmarks.training.TrainingCommand;
import dev.winnow.benchmarks.upgrade.UpgradeCommand;
import dev.winnow.benchmarks.validity.ValidityCommand;
import java.io.IOException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParseResult;

/** {@code winnow bench}: measures the system, on this machine, beside its peers. */
@Command(
        name = "winnow bench",
        description = "Measures Winnow on this machine. Nothing else should run meanwhile.",
        mixinStandardHelpOptions = true,
        subcommands = {
            QueueCommand.class,
            FleetCommand.class,
            AutoscalingCommand.class,
            FairnessCommand.class,
            PoisonCommand.class,
            FaultsCommand.class,
            FuzzCommand.class,
            LargeBodiesCommand.class,
            LargeJobCommand.class,
            MemoryCommand.class,
            OnlineCommand.class,
            AgreementCommand.class,
            PeersCommand.class,
            SchemasCommand.class,
            TrainingCommand.class,
            NodesCommand.class,
            KilledTrainingCommand.class,
            ValidityCommand.class,
            EvidenceCommand.class,
            LongDocumentsCommand.class,
            ShapesCommand.class,
            ServerCommand.class,
            ChainCommand.class,
            ApiCommand.class,
            UpgradeCommand.class,
            GuideCommand.class
        })
public final class Bench {
    private Bench() {}

    /** Runs one command and ends the process with its exit code. */
    public static void main(String... arguments) {
        System.exit(commands().setExecutionExceptionHandler(Bench::failed).execute(arguments));
    }

    /** All commands with their options, to parse with. */
    public static CommandLine commands() {
        return new CommandLine(new Bench()).setCaseInsensitiveEnumValuesAllowed(true);
    }

    private static int failed(Exception failure, CommandLine command, ParseResult parsed) {
        // What a run says itself has all that is known; anything else is an error in the bench.
        if (failure instanceof IOException && failure.getMessage() != null) {
            System.err.println("The run failed: " + failure.getMessage());
        } else {
            failure.printStackTrace();
        }
        return command.getCommandSpec().exitCodeOnExecutionException();
    }
}
