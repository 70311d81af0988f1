package dev.winnow.cli.machine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.cli.console.CommandException;
import dev.winnow.cli.console.Console;
import dev.winnow.cli.console.ExitCode;
import dev.winnow.cli.installation.Installation;
import dev.winnow.cli.installation.Settings;
import dev.winnow.cli.installation.Surroundings;
import dev.winnow.cli.process.ProcessRecord;
import dev.winnow.cli.process.RunFolder;
import dev.winnow.cli.service.Endpoint;
import dev.winnow.cli.service.ServiceClient;
import dev.winnow.cli.service.ServiceClient.AwayException;
import dev.winnow.cli.service.ServiceProblem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Tells what runs on this machine. */
@Command(
        name = "status",
        description = {"Tell what runs on this machine.", "", "Ends with 0 when the service is ready, else with 3.", ""
        })
public final class StatusCommand implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Surroundings surroundings;
    private final Console console;
    private final LocalProbe probe = new LocalProbe();

    @ArgGroup
    @Nullable
    Format format;

    @Option(names = "--data", paramLabel = "DIR", description = "Data folder (default: WINNOW_DATA, else ~/.winnow).")
    @Nullable
    Path data;

    /** How it is told. */
    static final class Format {
        @Option(names = "--json", description = "As one JSON object.")
        boolean json;

        @Option(names = "--env", description = "As exports of WINNOW_URL and WINNOW_API_KEY, for eval.")
        boolean env;
    }

    /** Runs in those surroundings. */
    public StatusCommand(Surroundings surroundings, Console console) {
        this.surroundings = surroundings;
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        Installation installation = surroundings.installation(data);
        if (format != null && format.env) {
            printExports(installation);
            return ExitCode.DONE.number();
        }
        ObjectNode status = collect(installation);
        if (format != null && format.json) {
            console.result(JSON.writeValueAsString(status));
        } else {
            print(status, installation);
        }
        return (status.path("ready").asBoolean() ? ExitCode.DONE : ExitCode.UNREACHABLE).number();
    }

    private void printExports(Installation installation) {
        Settings settings = installation
                .settings()
                .orElseThrow(() -> CommandException.unreachable(
                        "Winnow was never started from " + installation.root() + ": start it with `winnow up -d`"));
        String key = installation
                .adminKey()
                .orElseThrow(() -> CommandException.failed("There is no key in " + installation.root()));
        console.result("export WINNOW_URL='" + settings.url() + "'");
        console.result("export WINNOW_API_KEY='" + key + "'");
    }

    private ObjectNode collect(Installation installation) {
        ObjectNode status = JSON.createObjectNode();
        String url = installation.settings().map(Settings::url).orElse("");
        status.put("url", url);
        boolean ready = !url.isEmpty() && probe.coordinatorReady(url);
        status.put("ready", ready);
        ArrayNode coordinators = status.putArray("coordinators");
        ArrayNode workers = status.putArray("workers");
        for (ProcessRecord process : new RunFolder(installation.run()).alive()) {
            if (process.name().equals(Blueprint.COORDINATOR)) {
                coordinators.addObject().put("pid", process.pid());
            } else if (process.facts().containsKey(Blueprint.HEALTH_PORT)) {
                WorkerStatus worker = probe.worker(process.facts().getOrDefault(Blueprint.HEALTH_PORT, ""))
                        .orElse(WorkerStatus.SILENT);
                workers.addObject()
                        .put("name", process.name())
                        .put("pid", process.pid())
                        .put("model", worker.model().isEmpty() ? process.facts().get("model") : worker.model())
                        .put("state", worker.phase());
            }
        }
        status.set("jobs", ready ? jobsByState(installation) : JSON.createObjectNode());
        return status;
    }

    private JsonNode jobsByState(Installation installation) {
        String key = installation.adminKey().orElse("");
        String url = installation.settings().map(Settings::url).orElse("");
        try {
            return new ServiceClient(new Endpoint(url, key))
                    .get("/api/v1/status")
                    .path("jobs");
        } catch (AwayException | ServiceProblem e) {
            console.say("The jobs cannot be counted: " + e.getMessage());
            return JSON.createObjectNode();
        }
    }

    private void print(ObjectNode status, Installation installation) {
        if (status.path("coordinators").isEmpty() && !status.path("ready").asBoolean()) {
            console.result("Winnow does not run from " + installation.root() + ". Start it with: winnow up -d");
            return;
        }
        console.result(
                status.path("url").asText() + (status.path("ready").asBoolean() ? " is ready" : " is not ready"));
        status.path("coordinators")
                .forEach(node -> console.result(
                        "  coordinator  process " + node.path("pid").asLong()));
        status.path("workers")
                .forEach(node -> console.result("  %s     process %d, %s, %s"
                        .formatted(
                                node.path("name").asText(),
                                node.path("pid").asLong(),
                                node.path("model").asText(),
                                node.path("state").asText())));
        status.path("jobs")
                .properties()
                .forEach(entry -> console.result(
                        "  jobs " + entry.getKey() + ": " + entry.getValue().asLong()));
    }
}
