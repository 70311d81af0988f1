package dev.winnow.cli.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import dev.winnow.cli.console.Console;
import dev.winnow.cli.console.ExitCode;
import dev.winnow.cli.installation.DataOption;
import dev.winnow.cli.installation.Surroundings;
import dev.winnow.cli.service.Endpoint;
import dev.winnow.cli.service.ServiceClient;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Tells which workers the coordinator knows, on this machine and others. */
@Command(
        name = "workers",
        description = {"The workers that the coordinator knows, on this machine and others.", ""})
public final class WorkersCommand implements Callable<Integer> {
    private final Surroundings surroundings;
    private final Console console;

    @Mixin
    DataOption data = new DataOption();

    /** Runs in those surroundings. */
    public WorkersCommand(Surroundings surroundings, Console console) {
        this.surroundings = surroundings;
        this.console = console;
    }

    @Override
    public Integer call() {
        ServiceClient client = new ServiceClient(Endpoint.of(surroundings, data.installation(surroundings)));
        JsonNode workers = client.get("/api/v1/workers").path("workers");
        workers.forEach(worker -> console.result("%-20s  %-30s  %-6s  %-9s  %7.1f tokens/s"
                .formatted(
                        worker.path("name").asText(),
                        worker.path("model").asText(),
                        worker.path("quantization").asText(),
                        worker.path("state").asText(),
                        worker.path("tokens_per_second").asDouble())));
        if (workers.isEmpty()) {
            console.say("No worker is registered");
        }
        return ExitCode.DONE.number();
    }
}
