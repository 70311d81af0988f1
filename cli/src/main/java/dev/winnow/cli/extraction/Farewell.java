package dev.winnow.cli.extraction;

import dev.winnow.cli.console.Console;
import dev.winnow.cli.service.AwayException;
import dev.winnow.cli.service.ServiceClient;
import dev.winnow.cli.service.ServiceProblem;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a job whose command is interrupted. At a terminal it is asked, a while; a job that nobody cancels
 * goes on, whatever becomes of the command.
 */
final class Farewell implements AutoCloseable {
    private final ServiceClient client;
    private final Console console;
    private final String job;
    private final String fetchHint;
    private final @Nullable BufferedReader answers;
    private final Duration patience;
    private final Thread hook = new Thread(this::say, "farewell");
    private volatile boolean begun;
    private volatile boolean jobIsOver;

    /**
     * For that job.
     *
     * @param fetchHint the command that fetches its results
     * @param answers of the person at the terminal, or null if there is none
     * @param patience how long an answer is waited for
     */
    Farewell(
            ServiceClient client,
            Console console,
            String job,
            String fetchHint,
            @Nullable BufferedReader answers,
            Duration patience) {
        this.client = client;
        this.console = console;
        this.job = job;
        this.fetchHint = fetchHint;
        this.answers = answers;
        this.patience = patience;
    }

    /** From now on it is said when the process ends, until this is closed. */
    Farewell atTheEnd() {
        Runtime.getRuntime().addShutdownHook(hook);
        return this;
    }

    /** Whether it has begun: nothing else should be said any more. */
    boolean hasBegun() {
        return begun;
    }

    /** From now on there is nothing to cancel. */
    void jobIsOver() {
        jobIsOver = true;
    }

    void say() {
        begun = true;
        if (jobIsOver) {
            console.say("\nThe job keeps its results. Fetch them with: " + fetchHint);
        } else if (answers != null && wantsToCancel(answers)) {
            cancel();
        } else {
            console.say("\nThe job goes on without this command. Follow it with: winnow jobs show " + job
                    + client.hint() + "\nFetch its results with: " + fetchHint);
        }
    }

    private boolean wantsToCancel(BufferedReader answers) {
        console.say("\nCancel the job? c and Enter cancels it; Enter, or %d seconds, leave it running."
                .formatted(patience.toSeconds()));
        CompletableFuture<@Nullable String> answer = new CompletableFuture<>();
        Thread reader = new Thread(() -> answer.completeAsync(() -> line(answers), Runnable::run), "answer");
        reader.setDaemon(true);
        reader.start();
        try {
            String said = answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return said != null && said.strip().equalsIgnoreCase("c");
        } catch (TimeoutException | ExecutionException | CompletionException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static @Nullable String line(BufferedReader answers) {
        try {
            return answers.readLine();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void cancel() {
        try {
            client.cancel(job);
            console.say("The job is cancelled. What it has done by now: " + fetchHint);
        } catch (AwayException | ServiceProblem e) {
            console.say("The job could not be cancelled: " + e.getMessage() + "\nTry again with: winnow jobs cancel "
                    + job + client.hint());
        }
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            begun = true; // the process is ending: it is being said
        }
    }
}
