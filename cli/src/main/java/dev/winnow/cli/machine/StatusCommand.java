package dev.winnow.cli.machine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.cli.console.CommandException;
import dev.winnow.cli.console.Console;
import dev.winnow.cli.console.ExitCode;
import dev.winnow.cli.installation.DataOption;
import dev.winnow.cli.installation.Installation;
import dev.winnow.cli.installation.Settings;
import dev.winnow.cli.installation.Surroundings;
import dev.winnow.cli.process.ProcessRecord;
import dev.winnow.cli.process.RunFolder;
import dev.winnow.cli.service.AwayException;
import dev.winnow.cli.service.Endpoint;
import dev.winnow.cli.service.LocalCoordinator;
import dev.winnow.cli.service.ServiceClient;
import dev.winnow.cli.service.ServiceProblem;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Tells what runs on this machine. */
@Command(
        name = "status",
        description = {
            "Tell what runs on this machine.",
            "",
            "Ends with 0 when the service is ready, which means that a worker is live, else with 3.",
            ""
        })
public final class StatusCommand implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Surroundings surroundings;
    private final Console console;
    private final LocalProbe probe = new LocalProbe();

    @ArgGroup
    @Nullable
    Format format;

    @Mixin
    DataOption data = new DataOption();

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
        Installation installation = data.installation(surroundings);
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

    /** A coordinator that is just being started again counts: its supervisor keeps the port. */
    private void printExports(Installation installation) {
        RunFolder run = new RunFolder(installation.run());
        String url = run.alive(LocalCoordinator.NAME)
                .or(() -> run.alive(LocalStack.SUPERVISOR))
                .map(process -> process.facts().get(LocalCoordinator.URL))
                .orElseThrow(() -> CommandException.unreachable(notRunning(installation)));
        String key = installation
                .adminKey()
                .orElseThrow(() -> CommandException.failed("There is no key in " + installation.root()));
        console.result("export WINNOW_URL='" + url + "'");
        console.result("export WINNOW_API_KEY='" + key + "'");
    }

    private String notRunning(Installation installation) {
        return "Winnow does not run from " + installation.root() + ". Start it with: winnow up -d"
                + surroundings.dataHint(installation);
    }

    private ObjectNode collect(Installation installation) {
        ObjectNode status = JSON.createObjectNode();
        String url = new LocalCoordinator(installation).url().orElse("");
        List<String> trouble = url.isEmpty() ? List.of() : probe.coordinatorTrouble(url);
        JsonNode service = url.isEmpty() || !trouble.isEmpty() || !probe.coordinatorReady(url)
                ? MissingNode.getInstance()
                : ask(installation);
        status.put(
                "url",
                url.isEmpty() ? installation.settings().map(Settings::url).orElse("") : url);
        // The service's own word: a job that is submitted now begins now.
        status.put("ready", service.path("ready").asBoolean());
        ArrayNode told = status.putArray("trouble");
        trouble.forEach(told::add);
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
                        .put("state", worker.phase())
                        .put(
                                "metrics",
                                "http://127.0.0.1:%s/metrics"
                                        .formatted(process.facts().get(Blueprint.HEALTH_PORT)));
            }
        }
        status.set("jobs", service.path("jobs").isObject() ? service.path("jobs") : JSON.createObjectNode());
        status.set(
                "parked_messages",
                service.path("parked_messages").isNumber() ? service.path("parked_messages") : JSON.nullNode());
        return status;
    }

    private JsonNode ask(Installation installation) {
        try {
            return new ServiceClient(Endpoint.local(surroundings.alone(), installation)).get("/api/v1/status");
        } catch (AwayException | ServiceProblem e) {
            console.say("The service does not tell how it is: " + e.getMessage());
            return MissingNode.getInstance();
        }
    }

    private void print(ObjectNode status, Installation installation) {
        if (status.path("coordinators").isEmpty() && !status.path("ready").asBoolean()) {
            console.result(notRunning(installation));
            return;
        }
        boolean ready = status.path("ready").asBoolean();
        boolean troubled = !status.path("trouble").isEmpty();
        console.result(status.path("url").asText()
                + (ready ? " is ready" : troubled ? " is not ready:" : " is not ready: no worker is live"));
        status.path("trouble").forEach(line -> console.result("  " + line.asText()));
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
        long parked = status.path("parked_messages").asLong();
        if (parked > 0) {
            console.result("  parked messages: " + parked + ", which could not be recorded: `winnow parked list"
                    + surroundings.dataHint(installation) + "` tells why");
        }
    }
}
