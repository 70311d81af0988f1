package dev.winnow.cli.training;

import com.fasterxml.jackson.databind.JsonNode;
import dev.winnow.cli.console.Console;
import dev.winnow.cli.console.ExitCode;
import dev.winnow.cli.installation.DataOption;
import dev.winnow.cli.installation.Surroundings;
import dev.winnow.cli.service.Endpoint;
import dev.winnow.cli.service.ServiceClient;
import dev.winnow.cli.service.Trainings;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Looks after trainings. */
@Command(
        name = "trainings",
        synopsisSubcommandLabel = "COMMAND",
        description = {"List, show, follow, cancel, resume and delete trainings.", ""},
        footer = {"", "Examples:", "  winnow trainings list", "  winnow trainings wait ID"})
public final class TrainingsCommand implements Runnable {
    private static final String ROW = "%-36s  %-10s  %11s  %9s  %-20s  %s";

    private final Surroundings surroundings;
    private final Console console;

    @Spec
    CommandSpec spec = CommandSpec.create();

    /** Runs in those surroundings. */
    public TrainingsCommand(Surroundings surroundings, Console console) {
        this.surroundings = surroundings;
        this.console = console;
    }

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "Say what to do: list, show, losses, wait, cancel, resume or delete");
    }

    @Command(name = "list", mixinStandardHelpOptions = true, description = "The newest trainings.")
    int list(@Option(names = "--json", description = "As one JSON object.") boolean json, @Mixin DataOption data) {
        JsonNode all = service(data).all();
        if (json) {
            console.result(all.toString());
            return ExitCode.DONE.number();
        }
        console.result(ROW.formatted("ID", "STATE", "STEPS", "LOSS", "DATASET", "ADAPTER"));
        all.path("trainings").forEach(this::print);
        return ExitCode.DONE.number();
    }

    private void print(JsonNode training) {
        JsonNode progress = training.path("progress");
        console.result(ROW.formatted(
                training.path("id").asText(),
                training.path("state").asText(),
                progress.isObject()
                        ? progress.path("step").asText() + "/"
                                + progress.path("steps").asText()
                        : "-",
                progress.path("loss").isNumber()
                        ? String.format(
                                Locale.ROOT, "%.4f", progress.path("loss").asDouble())
                        : "-",
                training.path("dataset").asText(),
                training.path("adapter").asText("-")));
    }

    @Command(name = "show", mixinStandardHelpOptions = true, description = "One, as JSON.")
    int show(
            @Parameters(paramLabel = "ID") String id,
            @Option(names = "--json", description = "On one line.") boolean json,
            @Mixin DataOption data) {
        JsonNode found = service(data).find(id);
        console.result(json ? found.toString() : found.toPrettyString());
        return ExitCode.DONE.number();
    }

    @Command(name = "losses", mixinStandardHelpOptions = true, description = "The curve, one JSON object a step.")
    int losses(
            @Parameters(paramLabel = "ID") String id,
            @Option(names = "--after", paramLabel = "STEP", defaultValue = "-1", description = "Only behind this step.")
                    int after,
            @Mixin DataOption data) {
        service(data).losses(id, after).path("losses").forEach(point -> console.result(point.toString()));
        return ExitCode.DONE.number();
    }

    @Command(name = "wait", mixinStandardHelpOptions = true, description = "Show progress, and return at the end.")
    int await(@Parameters(paramLabel = "ID") String id, @Mixin DataOption data) {
        return new TrainingFollower(client(data), console).follow(id).number();
    }

    @Command(
            name = "cancel",
            mixinStandardHelpOptions = true,
            description = "Stop one; its last checkpoint is kept, and `resume` goes on from it.")
    int cancel(@Parameters(paramLabel = "ID") String id, @Mixin DataOption data) {
        return printState(service(data).cancel(id));
    }

    @Command(
            name = "resume",
            mixinStandardHelpOptions = true,
            description = "Let one that was cancelled or failed go on from its last checkpoint.")
    int resume(@Parameters(paramLabel = "ID") String id, @Mixin DataOption data) {
        return printState(service(data).resume(id));
    }

    private int printState(JsonNode training) {
        String step = training.path("checkpoint_step").isNumber()
                ? ", its checkpoint is of step "
                        + training.path("checkpoint_step").asInt()
                : "";
        console.result("Training " + training.path("id").asText() + " is "
                + training.path("state").asText() + step);
        return ExitCode.DONE.number();
    }

    @Command(
            name = "delete",
            mixinStandardHelpOptions = true,
            description = "Delete one that has ended, with its checkpoint; its adapter stays.")
    int delete(@Parameters(paramLabel = "ID") String id, @Mixin DataOption data) {
        service(data).delete(id);
        console.result("Training " + id + " is deleted");
        return ExitCode.DONE.number();
    }

    private Trainings service(DataOption data) {
        return new Trainings(client(data));
    }

    private ServiceClient client(DataOption data) {
        return new ServiceClient(Endpoint.of(surroundings, data.installation(surroundings)));
    }
}
