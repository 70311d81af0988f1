package dev.winnow.cli.extraction;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.cli.console.CommandException;
import dev.winnow.cli.console.Console;
import dev.winnow.cli.console.ExitCode;
import dev.winnow.cli.console.Pause;
import dev.winnow.cli.service.Job;
import dev.winnow.cli.service.ServiceClient;
import dev.winnow.cli.service.ServiceClient.AwayException;
import dev.winnow.cli.service.ServiceProblem;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One extraction from files to results. */
public final class ExtractionRun {
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Duration BETWEEN = Duration.ofMillis(500);

    private final ServiceClient client;
    private final Console console;
    private final Duration between;
    private final Duration patience;
    private final JobFollower follower;

    /** Speaks to that service. */
    public ExtractionRun(ServiceClient client, Console console) {
        this(client, console, BETWEEN, PATIENCE);
    }

    ExtractionRun(ServiceClient client, Console console, Duration between, Duration patience) {
        this.client = client;
        this.console = console;
        this.between = between;
        this.patience = patience;
        this.follower = new JobFollower(client, console, between, patience);
    }

    /** Submits the documents of the files; nothing is sent if one of them is wrong. */
    public Job submit(ObjectNode options, List<Path> files) {
        Documents documents = new Documents(files);
        documents.check();
        try {
            return submitWhenReady(options, documents);
        } catch (AwayException e) {
            throw e.ending();
        } catch (ServiceProblem e) {
            String origin = e.line() > 1 ? "\n  in: " + documents.origin(e.line() - 2) : "";
            throw e.isCallersFault()
                    ? CommandException.usage(e.getMessage() + origin)
                    : CommandException.failed(e.getMessage() + origin);
        }
    }

    /** A worker that has just started may not have sent the coordinator its tokenizer yet. */
    private Job submitWhenReady(ObjectNode options, Documents documents) {
        long began = System.nanoTime();
        while (true) {
            try {
                return client.submit(() -> new RequestBody(options, documents));
            } catch (ServiceProblem e) {
                if (!e.code().equals("model_not_ready") || System.nanoTime() - began > patience.toNanos()) {
                    throw e;
                }
                Pause.of(between);
            }
        }
    }

    /** Waits for a job and brings its results to the file, or prints them; gives the command's exit code. */
    public ExitCode collect(String job, @Nullable Path out) {
        Thread farewell = new Thread(() -> console.say("\nThe job goes on without this command. Follow it with:"
                + " winnow jobs show " + job + "\nFetch its results with: winnow jobs results " + job + " --out FILE"));
        Runtime.getRuntime().addShutdownHook(farewell);
        try {
            Job over = follower.untilOver(job);
            Results results = follower.patiently(() -> Results.fetch(client, job, out));
            return deliver(over, results, out);
        } catch (AwayException e) {
            throw CommandException.unreachable(e.getMessage() + "\nThe job is safe. When the service is back:"
                    + " winnow jobs results " + job + " --out FILE");
        } finally {
            Runtime.getRuntime().removeShutdownHook(farewell);
        }
    }

    private ExitCode deliver(Job job, Results results, @Nullable Path out) {
        results.deliver(out, console);
        console.say("%d of %d documents done, %d failed%s"
                .formatted(
                        results.lines() - results.failed(),
                        job.items(),
                        results.failed(),
                        out == null ? "" : ", written to " + out));
        results.reportErrors(console);
        if (job.state().equals("cancelled")) {
            console.say("The job was cancelled");
            return ExitCode.FAILED;
        }
        if (results.lines() != job.items()) {
            throw CommandException.failed("The service gave " + results.lines() + " results for " + job.items()
                    + " documents: this is an error of Winnow, please report it");
        }
        return results.failed() == 0 ? ExitCode.DONE : ExitCode.FAILED;
    }
}
