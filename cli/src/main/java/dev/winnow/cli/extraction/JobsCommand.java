package dev.winnow.cli.extraction;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.cli.console.CommandException;
import dev.winnow.cli.console.Console;
import dev.winnow.cli.console.ExitCode;
import dev.winnow.cli.installation.DataOption;
import dev.winnow.cli.installation.Surroundings;
import dev.winnow.cli.service.Endpoint;
import dev.winnow.cli.service.Job;
import dev.winnow.cli.service.ServiceClient;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Looks after jobs. */
@Command(
        name = "jobs",
        description = {"List, show, fetch, pause, resume, retry, reextract, cancel and delete jobs.", ""})
public final class JobsCommand implements Runnable {
    private static final String ROW = "%-36s  %-9s  %8s  %8s  %8s";

    private final Surroundings surroundings;
    private final Console console;

    @Spec
    CommandSpec spec = CommandSpec.create();

    /** Runs in those surroundings. */
    public JobsCommand(Surroundings surroundings, Console console) {
        this.surroundings = surroundings;
        this.console = console;
    }

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "Say what to do: list, show, results, pause, resume, retry, reextract, cancel or delete");
    }

    @Command(name = "list", mixinStandardHelpOptions = true, description = "The newest hundred jobs.")
    int list(
            @Option(
                            names = "--state",
                            paramLabel = "S",
                            split = ",",
                            description = "Only those that are queued, running, paused, expiring, done or cancelled.")
                    @Nullable
                    List<String> states,
            @Option(
                            names = "--search",
                            paramLabel = "T",
                            description = "Only those with that in their name, or as the beginning of their id.")
                    @Nullable
                    String search,
            @Option(
                            names = "--since",
                            paramLabel = "T",
                            description = "Only those submitted then or later: a day as in 2026-01-31, a moment as in"
                                    + " 2026-01-31T18:00:00Z, or a time before now as in PT12H or P7D.")
                    @Nullable
                    String since,
            @Option(names = "--until", paramLabel = "T", description = "Only those submitted before that.") @Nullable
                    String until,
            @Option(names = "--json", description = "As one JSON object.") boolean json,
            @Mixin DataOption data) {
        Instant now = Instant.now();
        ZoneId here = ZoneId.systemDefault();
        JsonNode found = client(data)
                .jobs(
                        states == null ? "" : String.join(",", states),
                        search == null ? "" : search,
                        Moment.read("--since", since, now, here),
                        Moment.read("--until", until, now, here));
        if (json) {
            console.result(found.toString());
            return ExitCode.DONE.number();
        }
        console.result(ROW.formatted("ID", "STATE", "ITEMS", "DONE", "FAILED"));
        found.path("extractions").forEach(job -> print(Job.read(job)));
        return ExitCode.DONE.number();
    }

    @Command(name = "show", mixinStandardHelpOptions = true, description = "One job.")
    int show(
            @Parameters(paramLabel = "ID") String id,
            @Option(names = "--json", description = "As one JSON object, with its rate, model and shards.")
                    boolean json,
            @Mixin DataOption data) {
        if (json) {
            console.result(client(data)
                    .get(ServiceClient.path("/api/v1/extractions", id))
                    .toString());
            return ExitCode.DONE.number();
        }
        Job job = client(data).job(id);
        console.result(ROW.formatted("ID", "STATE", "ITEMS", "DONE", "FAILED"));
        print(job);
        return ExitCode.DONE.number();
    }

    @Command(name = "results", mixinStandardHelpOptions = true, description = "Wait for a job and fetch its results.")
    int results(
            @Parameters(paramLabel = "ID") String id,
            @Option(names = "--out", paramLabel = "F", description = "Write the results there.") @Nullable Path out,
            @Option(names = "--csv", description = "As a table, and not as JSON lines.") boolean csv,
            @Mixin DataOption data) {
        return new ExtractionRun(client(data), console).collect(id, out, csv).number();
    }

    @Command(
            name = "pause",
            mixinStandardHelpOptions = true,
            description = "Hold a job up: nothing new of it is begun; what a worker has begun is finished.")
    int pause(@Parameters(paramLabel = "ID") String id, @Mixin DataOption data) {
        ServiceClient client = client(data);
        return printMoved(client.pause(id), "; `winnow jobs resume" + client.hint() + " " + id + "` lets it go on");
    }

    @Command(name = "resume", mixinStandardHelpOptions = true, description = "Let a paused job go on.")
    int resume(@Parameters(paramLabel = "ID") String id, @Mixin DataOption data) {
        return printMoved(client(data).resume(id), "");
    }

    @Command(
            name = "retry",
            mixinStandardHelpOptions = true,
            description = "Try the failed items of a job again, and no others; the job must be done.")
    int retry(
            @Parameters(paramLabel = "ID") String id,
            @Option(
                            names = "--deadline",
                            paramLabel = "T",
                            description = "A new deadline, as of `winnow extract`; one that has passed is dropped.")
                    @Nullable
                    String deadline,
            @Mixin DataOption data) {
        ServiceClient client = client(data);
        return printMoved(
                client.retry(id, deadline), "; `winnow jobs results" + client.hint() + " " + id + "` waits for it");
    }

    @Command(
            name = "reextract",
            mixinStandardHelpOptions = true,
            description = {
                "Extract once more, as a new job, what a job was unsure of: with another adapter, and no other items.",
                ""
            },
            footer = {
                "",
                "Example: winnow jobs reextract ID --adapter champion --below 0.8 --field price --out again.jsonl"
            })
    int reextract(
            @Parameters(paramLabel = "ID") String id,
            @Option(
                            names = "--adapter",
                            paramLabel = "A",
                            required = true,
                            description = "What is to do it now: a version or an alias.")
                    String adapter,
            @Option(
                            names = "--below",
                            paramLabel = "C",
                            required = true,
                            description = "Items with a value less sure than that, from 0 to 1.")
                    double below,
            @Option(names = "--field", paramLabel = "F", description = "Only by values in it; may be repeated.")
                    @Nullable
                    List<String> fields,
            @Option(names = "--out", paramLabel = "O", description = "Wait for it, and write the results there.")
                    @Nullable
                    Path out,
            @Option(names = "--json", description = "As one JSON object, without --out.") boolean json,
            @Mixin DataOption data) {
        if (out != null && json) {
            throw CommandException.usage(
                    "--json tells of the job that was begun and --out waits for it: give one of them");
        }
        if (out != null) {
            Destination.of(out, console); // if nothing can be written there, nothing is worth doing
        }
        ObjectNode request =
                new ObjectMapper().createObjectNode().put("adapter", adapter).put("below", below);
        if (fields != null) {
            fields.forEach(request.withArray("/fields")::add);
        }
        ServiceClient client = client(data);
        JsonNode begun = client.post(ServiceClient.path("/api/v1/extractions", id, "reextract"), request);
        String again = begun.path("id").asText();
        if (out != null) {
            console.say("Job %s extracts %d documents again"
                    .formatted(again, begun.path("items").asInt()));
            return new ExtractionRun(client, console).collect(again, out).number();
        }
        console.result(
                json
                        ? begun.toString()
                        : "Job %s extracts %d documents again; `winnow jobs results%s %s` waits for it"
                                .formatted(again, begun.path("items").asInt(), client.hint(), again));
        return ExitCode.DONE.number();
    }

    @Command(name = "cancel", mixinStandardHelpOptions = true, description = "Stop a job; results that it has stay.")
    int cancel(@Parameters(paramLabel = "ID") String id, @Mixin DataOption data) {
        return printMoved(client(data).cancel(id), "");
    }

    @Command(
            name = "delete",
            mixinStandardHelpOptions = true,
            description = "Delete a job with its results, for good; it must be done or cancelled.")
    int delete(@Parameters(paramLabel = "ID") String id, @Mixin DataOption data) {
        client(data).deleteJob(id);
        console.result("Job " + id + " is deleted");
        return ExitCode.DONE.number();
    }

    private int printMoved(Job job, String hint) {
        console.result("Job " + job.id() + " is " + job.state() + " with " + job.finished() + " of " + job.items()
                + " documents finished" + hint);
        return ExitCode.DONE.number();
    }

    private void print(Job job) {
        console.result(ROW.formatted(job.id(), job.state(), job.items(), job.succeeded(), job.failed()));
    }

    private ServiceClient client(DataOption data) {
        return new ServiceClient(Endpoint.of(surroundings, data.installation(surroundings)));
    }
}
