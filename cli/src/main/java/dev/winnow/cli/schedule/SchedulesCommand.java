package dev.winnow.cli.schedule;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.cli.console.CommandException;
import dev.winnow.cli.console.Console;
import dev.winnow.cli.console.ExitCode;
import dev.winnow.cli.evaluation.JudgementTable;
import dev.winnow.cli.installation.DataOption;
import dev.winnow.cli.installation.Surroundings;
import dev.winnow.cli.service.Endpoint;
import dev.winnow.cli.service.ServiceClient;
import dev.winnow.cli.training.SourceOptions;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Looks after schedules. */
@Command(
        name = "schedules",
        synopsisSubcommandLabel = "COMMAND",
        description = {"Train again and again: at times that a cron tells, if there are enough new rows.", ""},
        footer = {
            "",
            "Examples:",
            "  winnow schedules create weekly --cron '0 3 * * SUN' --zone Europe/Zurich --dataset events --least-new-rows 500",
            "  winnow schedules create weekly --cron '0 3 * * SUN' --dataset events --promote champion"
                    + " --rules '{\"field_losses\": {\"price\": 0}}'",
            "  winnow schedules create nightly --cron '30 2 * * *' --name events --with events --reviewed-schema sha256:...",
            "  winnow schedules history weekly --follow"
        })
public final class SchedulesCommand implements Runnable {
    private static final String SCHEDULES = "/api/v1/schedules";
    private static final String ROW = "%-20s  %-7s  %-20s  %-16s  %-26s  %s";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Surroundings surroundings;
    private final Console console;

    @Spec
    CommandSpec spec = CommandSpec.create();

    /** Runs in those surroundings. */
    public SchedulesCommand(Surroundings surroundings, Console console) {
        this.surroundings = surroundings;
        this.console = console;
    }

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "Say what to do: create, list, show, pause, resume, run, keep, delete, history or judgement");
    }

    @Command(
            name = "create",
            mixinStandardHelpOptions = true,
            description = {
                "Store a schedule: it trains on a dataset's newest version (--dataset), or fetches one first (--name and"
                        + " what `winnow datasets fetch` takes).",
                ""
            })
    int create(
            @Parameters(paramLabel = "SCHEDULE") String schedule,
            @Option(
                            names = "--cron",
                            paramLabel = "C",
                            required = true,
                            description = "Minute, hour, day, month and weekday; or Quartz's six or seven fields.")
                    String cron,
            @Option(names = "--zone", paramLabel = "Z", description = "Such as Europe/Zurich (default: UTC).") @Nullable
                    String zone,
            @Option(names = "--dataset", paramLabel = "D", description = "A dataset's name, or one version of it.")
                    @Nullable
                    String dataset,
            @Option(names = "--name", paramLabel = "N", description = "What to call the dataset that is fetched.")
                    @Nullable
                    String name,
            @Mixin SourceOptions sources,
            @Option(
                            names = "--least-new-rows",
                            paramLabel = "R",
                            description = "That the last training did not have (default: 1).")
                    @Nullable
                    Integer leastNewRows,
            @Option(
                            names = "--missed",
                            paramLabel = "once|skip",
                            description = "What becomes of fires while nothing ran (default: one for all of them).")
                    @Nullable
                    String missed,
            @Option(
                            names = "--set",
                            paramLabel = "SETTING=VALUE",
                            description = "A training's setting: base, method, rank, epochs, ...; may be repeated.")
                    @Nullable
                    Map<String, String> settings,
            @Mixin GateOptions gate,
            @Option(names = "--json", description = "As one JSON object.") boolean json,
            @Mixin DataOption data) {
        ObjectNode request = JSON.createObjectNode().put("name", schedule).put("cron", cron);
        put(request, "zone", zone);
        put(request, "dataset", dataset);
        put(request, "least_new_rows", leastNewRows);
        put(request, "missed", missed);
        if (sources.given()) {
            if (name == null) {
                throw CommandException.usage("--name says what to call the dataset that is fetched");
            }
            request.set("import", sources.request(name));
        }
        ObjectNode training = request.putObject("training");
        (settings == null ? new LinkedHashMap<String, String>() : settings)
                .forEach((setting, value) -> training.set(setting, value(value)));
        gate.request().ifPresent(wanted -> request.set("gate", wanted));
        JsonNode stored = client(data).post(SCHEDULES, request);
        console.result(json ? stored.toString() : "Schedule " + schedule + " fires next at " + next(stored));
        return ExitCode.DONE.number();
    }

    private static void put(ObjectNode request, String field, @Nullable Object value) {
        if (value != null) {
            request.set(field, JSON.valueToTree(value));
        }
    }

    /** What is JSON is that, and else a text: {@code rank=8}, {@code method=qlora}. */
    private static JsonNode value(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            return JSON.getNodeFactory().textNode(text);
        }
    }

    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = "All, with the next and the last run of each.")
    int list(@Option(names = "--json", description = "As one JSON object.") boolean json, @Mixin DataOption data) {
        JsonNode all = client(data).get(SCHEDULES);
        if (json) {
            console.result(all.toString());
            return ExitCode.DONE.number();
        }
        console.result(ROW.formatted("SCHEDULE", "STATE", "CRON", "ZONE", "NEXT", "LAST RUN"));
        for (JsonNode schedule : all.path("schedules")) {
            console.result(ROW.formatted(
                    schedule.path("name").asText(),
                    schedule.path("state").asText(),
                    schedule.path("cron").asText(),
                    schedule.path("zone").asText(),
                    next(schedule),
                    schedule.at("/last_run/state").asText("-")));
        }
        return ExitCode.DONE.number();
    }

    private static String next(JsonNode schedule) {
        return schedule.path("next_runs").path(0).asText("-");
    }

    @Command(name = "show", mixinStandardHelpOptions = true, description = "One with its next runs, as JSON.")
    int show(
            @Parameters(paramLabel = "SCHEDULE") String schedule,
            @Option(names = "--json", description = "On one line.") boolean json,
            @Mixin DataOption data) {
        JsonNode found = client(data).get(ServiceClient.path(SCHEDULES, schedule));
        console.result(json ? found.toString() : found.toPrettyString());
        return ExitCode.DONE.number();
    }

    @Command(name = "pause", mixinStandardHelpOptions = true, description = "Let one fire no more until it is resumed.")
    int pause(@Parameters(paramLabel = "SCHEDULE") String schedule, @Mixin DataOption data) {
        client(data).post(ServiceClient.path(SCHEDULES, schedule, "pause"));
        console.result("Schedule " + schedule + " is paused");
        return ExitCode.DONE.number();
    }

    @Command(name = "resume", mixinStandardHelpOptions = true, description = "Let one fire again, from now on.")
    int resume(@Parameters(paramLabel = "SCHEDULE") String schedule, @Mixin DataOption data) {
        JsonNode resumed = client(data).post(ServiceClient.path(SCHEDULES, schedule, "resume"));
        console.result("Schedule " + schedule + " fires next at " + next(resumed));
        return ExitCode.DONE.number();
    }

    @Command(name = "run", mixinStandardHelpOptions = true, description = "Run one now, whatever its cron says.")
    int runNow(
            @Parameters(paramLabel = "SCHEDULE") String schedule,
            @Option(names = "--wait", description = "Return when it is over, or waits for a person.") boolean wait,
            @Mixin DataOption data) {
        ServiceClient client = client(data);
        JsonNode begun = client.post(ServiceClient.path(SCHEDULES, schedule, "run"));
        if (wait) {
            return new RunFollower(client, console)
                    .follow(schedule, begun.at("/last_run/planned_at").asText())
                    .number();
        }
        String history = "winnow schedules history" + client.hint() + " " + schedule;
        console.result("Schedule " + schedule + " runs; `" + history + "` tells what comes of it");
        return ExitCode.DONE.number();
    }

    @Command(
            name = "keep",
            mixinStandardHelpOptions = true,
            description = "Keep the champion where a candidate waits for a person; `winnow adapters promote` is the"
                    + " other answer.")
    int keep(
            @Parameters(paramLabel = "SCHEDULE") String schedule,
            @Parameters(arity = "0..1", paramLabel = "CANDIDATE", description = "Such as events@3, where several wait.")
                    @Nullable
                    String candidate,
            @Mixin DataOption data) {
        String path = ServiceClient.path(SCHEDULES, schedule, "keep");
        client(data)
                .post(
                        candidate == null
                                ? path
                                : path + "?candidate=" + URLEncoder.encode(candidate, StandardCharsets.UTF_8));
        console.result("The champion of schedule " + schedule + " is kept");
        return ExitCode.DONE.number();
    }

    @Command(
            name = "delete",
            mixinStandardHelpOptions = true,
            description = "Delete one with its history; trainings that it has begun go on.")
    int delete(@Parameters(paramLabel = "SCHEDULE") String schedule, @Mixin DataOption data) {
        client(data).delete(ServiceClient.path(SCHEDULES, schedule));
        console.result("Schedule " + schedule + " is deleted");
        return ExitCode.DONE.number();
    }

    @Command(
            name = "history",
            mixinStandardHelpOptions = true,
            description = "The newest 100 runs, each with its training or judgement, or why there is none.")
    int history(
            @Parameters(paramLabel = "SCHEDULE") String schedule,
            @Option(
                            names = "--follow",
                            description = "The latest last, and go on as they move, until Ctrl-C. JSON a line then.")
                    boolean follow,
            @Option(names = "--json", description = "As one JSON object.") boolean json,
            @Mixin DataOption data) {
        ServiceClient client = client(data);
        if (follow) {
            new HistoryFollower(client, console).follow(schedule, RunTable.on(console, json));
        }
        JsonNode history = client.get(ServiceClient.path(SCHEDULES, schedule, "history"));
        if (json) {
            console.result(history.toString());
        } else {
            history.path("runs").forEach(RunTable.on(console, false));
        }
        return ExitCode.DONE.number();
    }

    @Command(
            name = "judgement",
            mixinStandardHelpOptions = true,
            description = "How the last candidate that was judged did against the champion, field by field.")
    int judgement(
            @Parameters(paramLabel = "SCHEDULE") String schedule,
            @Option(names = "--json", description = "As one line of JSON.") boolean json,
            @Mixin DataOption data) {
        JsonNode history = client(data).get(ServiceClient.path(SCHEDULES, schedule, "history"));
        for (JsonNode run : history.path("runs")) {
            if (run.hasNonNull("judgement")) {
                if (json) {
                    console.result(run.path("judgement").toString());
                } else {
                    JudgementTable.print(console, run.path("judgement"));
                }
                return ExitCode.DONE.number();
            }
        }
        console.say("schedule " + schedule + " has judged nothing yet");
        return ExitCode.FAILED.number();
    }

    private ServiceClient client(DataOption data) {
        return new ServiceClient(Endpoint.of(surroundings, data.installation(surroundings)));
    }
}
