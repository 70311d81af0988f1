package dev.winnow.cli.extraction;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.cli.console.CommandException;
import dev.winnow.cli.console.Console;
import dev.winnow.cli.console.ExitCode;
import dev.winnow.cli.document.Documents;
import dev.winnow.cli.document.Sources;
import dev.winnow.cli.service.AwayException;
import dev.winnow.cli.service.Job;
import dev.winnow.cli.service.Patience;
import dev.winnow.cli.service.ServiceClient;
import dev.winnow.cli.service.ServiceProblem;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One extraction from files to results. */
public final class ExtractionRun {
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Duration FOR_AN_ANSWER = Duration.ofSeconds(15);
    private static final Duration BETWEEN = Duration.ofMillis(500);

    private final ServiceClient client;
    private final Console console;
    private final Patience patience;
    private final JobFollower follower;

    /** Speaks to that service. */
    public ExtractionRun(ServiceClient client, Console console) {
        this(client, console, new Patience(console, BETWEEN, PATIENCE));
    }

    ExtractionRun(ServiceClient client, Console console, Patience patience) {
        this.client = client;
        this.console = console;
        this.patience = patience;
        this.follower = new JobFollower(client, console, patience);
    }

    /**
     * Submits the documents of the files; nothing is sent if one of them is wrong, unless bad ones are to be recorded.
     */
    public Job submit(ObjectNode options, Sources sources) {
        UUID key = UUID.randomUUID();
        return send(options, sources, body -> client.submit(key, body));
    }

    /** Asks what a job with the documents of the files would take. */
    public JsonNode estimate(ObjectNode options, Sources sources) {
        return send(options, sources, client::estimate);
    }

    private <T> T send(ObjectNode options, Sources sources, Function<Supplier<InputStream>, T> request) {
        Documents documents =
                new Documents(sources, options.path("on_bad_item").asText().equals("record"));
        documents.check();
        AtomicBoolean sent = new AtomicBoolean();
        try {
            return patience.ask(
                    "Waiting for the service to take the documents", reason -> mayPass(reason, sent), () -> {
                        return request.apply(() -> new RequestBody(options, documents));
                    });
        } catch (AwayException e) {
            throw e.ending();
        } catch (ServiceProblem e) {
            String origin = e.line() > 1 ? "\n  in: " + documents.origin(e.line() - 2) : "";
            throw e.isCallersFault()
                    ? CommandException.usage(e.getMessage() + origin)
                    : CommandException.failed(e.getMessage() + origin);
        }
    }

    /**
     * A worker that has just started may not have sent the coordinator its tokenizer yet. A connection that broke may
     * have broken after the job was made: only another try with the same key tells. A service that was never reached is
     * not waited for.
     */
    private static boolean mayPass(RuntimeException reason, AtomicBoolean sent) {
        if (reason instanceof AwayException away) {
            return sent.get() || (!away.beforeAnythingWasSent() && sent.compareAndSet(false, true));
        }
        return reason instanceof ServiceProblem problem
                && (problem.isBusy() || problem.code().equals("model_not_ready"));
    }

    private String fetchHint(String job, boolean table) {
        return "winnow jobs results " + job + client.hint() + (table ? " --csv" : "") + " --out FILE";
    }

    /**
     * Waits for a job and brings its results to the file, or prints them; gives the command's exit code.
     *
     * @throws CommandException at once if the file cannot be written
     */
    public ExitCode collect(String job, @Nullable Path out) {
        return collect(job, out, false);
    }

    /**
     * The same.
     *
     * @param table whether results are to be CSV, and not JSON lines
     */
    ExitCode collect(String job, @Nullable Path out, boolean table) {
        Destination destination = Destination.of(out, console);
        try (Farewell farewell = farewell(job, table).atTheEnd()) {
            Job over = follower.untilOver(job, farewell::hasBegun);
            farewell.jobIsOver();
            Results results = follower.patiently(() -> fetch(over, destination, table));
            return deliver(over, results, destination, table);
        } catch (AwayException e) {
            throw CommandException.unreachable(
                    e.getMessage() + "\nThe job is safe. When the service is back: " + fetchHint(job, table));
        }
    }

    private Farewell farewell(String job, boolean table) {
        java.io.Console person = console.terminal() ? System.console() : null;
        BufferedReader answers = person == null ? null : new BufferedReader(person.reader());
        return new Farewell(client, console, job, fetchHint(job, table), answers, FOR_AN_ANSWER);
    }

    private Results fetch(Job job, Destination destination, boolean table) {
        try {
            return Results.fetch(client, job, destination, table);
        } catch (IOException | UncheckedIOException e) {
            throw CommandException.failed(
                    "The results cannot be written: " + e + ". The job keeps them: " + fetchHint(job.id(), table));
        }
    }

    private ExitCode deliver(Job job, Results results, Destination destination, boolean table) {
        try {
            results.deliver(destination);
        } catch (IOException | UncheckedIOException e) {
            throw CommandException.failed("The results cannot be written: " + e + ". They are in " + results.file()
                    + ", and the job keeps them: " + fetchHint(job.id(), table));
        }
        console.say("%d of %d documents done, %d failed%s"
                .formatted(results.lines() - results.failed(), job.items(), results.failed(), destination.remark()));
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
