package dev.winnow.cli.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import dev.winnow.cli.console.Console;
import dev.winnow.cli.console.ExitCode;
import dev.winnow.cli.installation.DataOption;
import dev.winnow.cli.installation.Surroundings;
import dev.winnow.cli.service.Endpoint;
import dev.winnow.cli.service.ServiceClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Tells which models a request may name. */
@Command(
        name = "models",
        description = {"The models that a request may name.", ""})
public final class ModelsCommand implements Runnable {
    private final Surroundings surroundings;
    private final Console console;

    @Spec
    CommandSpec spec = CommandSpec.create();

    /** Runs in those surroundings. */
    public ModelsCommand(Surroundings surroundings, Console console) {
        this.surroundings = surroundings;
        this.console = console;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Say what to do: list");
    }

    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = "The models that workers serve, with the tokens that fit their context.")
    int list(@Mixin DataOption data) {
        ServiceClient client = new ServiceClient(Endpoint.of(surroundings, data.installation(surroundings)));
        JsonNode models = client.get("/api/v1/models").path("models");
        models.forEach(model -> console.result("%-40s  %8d tokens"
                .formatted(
                        model.path("name").asText(),
                        model.path("context_tokens").asLong())));
        if (models.isEmpty()) {
            console.say("No worker has registered a model yet: `winnow status` tells how they are");
        }
        return ExitCode.DONE.number();
    }
}
