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
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Tells which workers the coordinator knows, and drains them. */
@Command(
        name = "workers",
        description = {
            "The workers that the coordinator knows, on this machine and others.",
            "",
            "Without a command it lists them.",
            ""
        },
        footer = {"", "Examples:", "  winnow workers --json", "  winnow workers drain gpu-3"})
public final class WorkersCommand implements Callable<Integer> {
    private final Surroundings surroundings;
    private final Console console;

    @Option(names = "--json", description = "As one JSON object.")
    boolean json;

    @Mixin
    DataOption data = new DataOption();

    /** Runs in those surroundings. */
    public WorkersCommand(Surroundings surroundings, Console console) {
        this.surroundings = surroundings;
        this.console = console;
    }

    @Override
    public Integer call() {
        JsonNode found = client(data).get("/api/v1/workers");
        if (json) {
            console.result(found.toString());
            return ExitCode.DONE.number();
        }
        JsonNode workers = found.path("workers");
        workers.forEach(worker -> console.result("%-20s  %-30s  %-6s  %-9s  %7.1f tokens/s%s"
                .formatted(
                        worker.path("name").asText(),
                        worker.path("model").asText(),
                        worker.path("quantization").asText(),
                        worker.path("state").asText(),
                        worker.path("tokens_per_second").asDouble(),
                        memory(worker))));
        if (workers.isEmpty()) {
            console.say("No worker is registered");
        }
        return ExitCode.DONE.number();
    }

    /** What its process takes; nothing where it does not say. */
    private static String memory(JsonNode worker) {
        if (!worker.has("resident_bytes")) {
            return "";
        }
        String resident =
                "  %d MiB resident".formatted(worker.path("resident_bytes").asLong() >> 20);
        return worker.has("budget_bytes")
                ? "%s, tensors up to %d MiB"
                        .formatted(resident, worker.path("budget_bytes").asLong() >> 20)
                : resident;
    }

    @Command(
            name = "drain",
            mixinStandardHelpOptions = true,
            description = {
                "Let a worker take no more work.",
                "",
                "What it has begun ends within its grace (WINNOW_GRACE, 25 s) or goes back to be done elsewhere. It stays"
                        + " drained, also when it is started again, until `winnow workers undrain`.",
                ""
            })
    int drain(@Parameters(paramLabel = "NAME") String name, @Mixin DataOption where) {
        client(where).tell(ServiceClient.path("/api/v1/workers", name, "drain"));
        console.result("Worker " + name + " takes no more work");
        return ExitCode.DONE.number();
    }

    @Command(name = "undrain", mixinStandardHelpOptions = true, description = "Let a worker take work again.")
    int undrain(@Parameters(paramLabel = "NAME") String name, @Mixin DataOption where) {
        client(where).tell(ServiceClient.path("/api/v1/workers", name, "undrain"));
        console.result("Worker " + name + " takes work again");
        return ExitCode.DONE.number();
    }

    private ServiceClient client(DataOption where) {
        return new ServiceClient(Endpoint.of(surroundings, where.installation(surroundings)));
    }
}
