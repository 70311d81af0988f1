package dev.winnow.cli;

import dev.winnow.cli.access.KeysCommand;
import dev.winnow.cli.adapter.AdaptersCommand;
import dev.winnow.cli.catalog.ParkedCommand;
import dev.winnow.cli.catalog.SchemaCommand;
import dev.winnow.cli.catalog.SchemaReplayCommand;
import dev.winnow.cli.catalog.WorkersCommand;
import dev.winnow.cli.console.CommandException;
import dev.winnow.cli.console.Console;
import dev.winnow.cli.console.ExitCode;
import dev.winnow.cli.demo.DemoCommand;
import dev.winnow.cli.demo.DemoTrainCommand;
import dev.winnow.cli.evaluation.EvaluationsCommand;
import dev.winnow.cli.extraction.ExtractCommand;
import dev.winnow.cli.extraction.JobsCommand;
import dev.winnow.cli.extraction.VerifyCommand;
import dev.winnow.cli.installation.Surroundings;
import dev.winnow.cli.machine.DashboardCommand;
import dev.winnow.cli.machine.DoctorCommand;
import dev.winnow.cli.machine.DownCommand;
import dev.winnow.cli.machine.StatusCommand;
import dev.winnow.cli.machine.UpCommand;
import dev.winnow.cli.model.ModelsCommand;
import dev.winnow.cli.review.ReviewCommand;
import dev.winnow.cli.schedule.SchedulesCommand;
import dev.winnow.cli.service.AwayException;
import dev.winnow.cli.service.Connections;
import dev.winnow.cli.service.ServiceProblem;
import dev.winnow.cli.training.DatasetsCommand;
import dev.winnow.cli.training.TrainCommand;
import dev.winnow.cli.training.TrainingsCommand;
import dev.winnow.cli.webhook.WebhooksCommand;
import java.io.PrintWriter;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The `winnow` command. */
@Command(
        name = "winnow",
        description = {"Piles of scraped text in, exact JSON out, with small language models that you own.", ""},
        footer = {
            "",
            "`winnow test`, from the project's folder, runs all tests; `winnow bench --help` tells what it measures.",
            "Exit codes: 0 done, 1 the work failed in part or whole, 2 wrong usage or input, 3 the service cannot be"
                    + " reached."
        },
        synopsisSubcommandLabel = "COMMAND")
public final class Winnow implements Runnable {
    @Spec
    CommandSpec spec = CommandSpec.create();

    /** Runs a command and ends the process with its exit code. */
    public static void main(String[] arguments) {
        Console console = new Console(
                new PrintWriter(System.out, true, StandardCharsets.UTF_8),
                new PrintWriter(System.err, true, StandardCharsets.UTF_8),
                Boolean.getBoolean("winnow.terminal"));
        int code = run(Surroundings.ofThisProcess(), console, arguments);
        Connections.end();
        System.exit(code);
    }

    /** Runs a command and gives its exit code. */
    public static int run(Surroundings surroundings, Console console, String... arguments) {
        Map<String, Supplier<Object>> all = subcommands(surroundings, console);
        String first = arguments.length == 0 ? "" : arguments[0];
        // To make all of them takes longer than most commands run. Who asks for what there is gets all.
        boolean alone = all.containsKey(first) && !first.equals(CompletionCommand.NAME);
        Collection<Supplier<Object>> made = alone ? List.of(all.get(first)) : all.values();
        return commands(first.equals("--version") ? List.of() : made)
                .setOut(console.out())
                .setErr(console.err())
                .setUsageHelpAutoWidth(true)
                .setExecutionExceptionHandler((error, line, parsed) -> report(error, console))
                .execute(arguments);
    }

    /** All commands with their options, to parse with. */
    public static CommandLine commands(Surroundings surroundings, Console console) {
        return commands(subcommands(surroundings, console).values());
    }

    private static CommandLine commands(Collection<Supplier<Object>> subcommands) {
        CommandLine commands = new CommandLine(new Winnow());
        subcommands.forEach(subcommand -> commands.addSubcommand(subcommand.get()));
        withHelp(commands);
        return commands.setCaseInsensitiveEnumValuesAllowed(true);
    }

    /** How each is made, by its name, in the order in which they are told. */
    static Map<String, Supplier<Object>> subcommands(Surroundings surroundings, Console console) {
        Map<String, Supplier<Object>> all = new LinkedHashMap<>();
        all.put("up", () -> new UpCommand(surroundings, console));
        all.put("down", () -> new DownCommand(surroundings, console));
        all.put("status", () -> new StatusCommand(surroundings, console));
        all.put("dashboard", () -> new DashboardCommand(surroundings, console));
        all.put("demo", () -> new CommandLine(new DemoCommand(surroundings, console))
                .addSubcommand(new DemoTrainCommand(surroundings, console)));
        all.put("extract", () -> new ExtractCommand(surroundings, console));
        all.put("jobs", () -> new JobsCommand(surroundings, console));
        all.put("verify", () -> new VerifyCommand(surroundings, console));
        all.put("schema", () -> new CommandLine(new SchemaCommand(console))
                .addSubcommand(new SchemaReplayCommand(surroundings, console)));
        all.put("models", () -> new ModelsCommand(surroundings, console));
        all.put("datasets", () -> new DatasetsCommand(surroundings, console));
        all.put("train", () -> new TrainCommand(surroundings, console));
        all.put("trainings", () -> new TrainingsCommand(surroundings, console));
        all.put("evaluations", () -> new EvaluationsCommand(surroundings, console));
        all.put("schedules", () -> new SchedulesCommand(surroundings, console));
        all.put("review", () -> new ReviewCommand(surroundings, console));
        all.put("adapters", () -> new AdaptersCommand(surroundings, console));
        all.put("workers", () -> new WorkersCommand(surroundings, console));
        all.put("parked", () -> new ParkedCommand(surroundings, console));
        all.put("webhooks", () -> new WebhooksCommand(surroundings, console));
        all.put("keys", () -> new KeysCommand(surroundings, console));
        all.put("doctor", () -> new DoctorCommand(surroundings, console));
        all.put(CompletionCommand.NAME, () -> new CompletionCommand(console));
        return all;
    }

    private static void withHelp(CommandLine command) {
        // Picocli would pass these options to a command that is a method; such commands ask for help themselves.
        if (!(command.getCommandSpec().userObject() instanceof Method)) {
            command.getCommandSpec().mixinStandardHelpOptions(true);
        }
        command.getCommandSpec().version("winnow " + version());
        command.getSubcommands().values().forEach(Winnow::withHelp);
    }

    private static String version() {
        String version = Winnow.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }

    private static int report(Exception error, Console console) {
        if (error instanceof CommandException end) {
            console.say(String.valueOf(end.getMessage()));
            return end.exitCode().number();
        }
        if (error instanceof AwayException away) {
            return report(away.ending(), console);
        }
        if (error instanceof ServiceProblem problem) {
            console.say(String.valueOf(problem.getMessage()));
            return (problem.isCallersFault() ? ExitCode.USAGE : ExitCode.FAILED).number();
        }
        console.say("This is an error of Winnow, please report it:");
        error.printStackTrace(console.err());
        return ExitCode.FAILED.number();
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Say what to do");
    }
}
