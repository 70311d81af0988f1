package dev.winnow.cli.extraction;

import dev.winnow.cli.console.Console;
import dev.winnow.cli.console.Pause;
import dev.winnow.cli.console.Progress;
import dev.winnow.cli.service.Job;
import dev.winnow.cli.service.ServiceClient;
import dev.winnow.cli.service.ServiceClient.AwayException;
import dev.winnow.cli.service.ServiceProblem;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Supplier;

/** Waits for a job and shows how it goes. A service that is away for a while is waited for. */
final class JobFollower {
    private final ServiceClient client;
    private final Console console;
    private final Duration between;
    private final Duration patience;

    /** Asks that often, and bears that long without an answer. */
    JobFollower(ServiceClient client, Console console, Duration between, Duration patience) {
        this.client = client;
        this.console = console;
        this.between = between;
        this.patience = patience;
    }

    /** Returns when the job is over. */
    Job untilOver(String id) {
        try (Progress progress = new Progress(console, "Extracting", " documents", 1)) {
            while (true) {
                Job job = patiently(() -> client.job(id));
                progress.show(job.finished(), job.items(), remark(job));
                if (job.isOver()) {
                    return job;
                }
                Pause.of(between);
            }
        }
    }

    /** Asks until there is an answer. */
    <T> T patiently(Supplier<T> question) {
        long lastAnswer = System.nanoTime();
        boolean told = false;
        while (true) {
            RuntimeException reason;
            try {
                return question.get();
            } catch (AwayException e) {
                reason = e;
            } catch (ServiceProblem e) {
                if (e.isCallersFault()) {
                    throw e;
                }
                reason = e;
            }
            if (System.nanoTime() - lastAnswer > patience.toNanos()) {
                throw reason;
            }
            if (!told) {
                console.say("\nWaiting for the service, the job is safe: " + reason.getMessage());
                told = true;
            }
            Pause.of(between);
        }
    }

    private static String remark(Job job) {
        StringBuilder remark = new StringBuilder();
        if (job.rate() > 0 && !job.isOver()) {
            remark.append(String.format(Locale.ROOT, "%.2f/s", job.rate()));
        }
        if (job.etaSeconds() >= 0 && !job.isOver()) {
            remark.append(remark.isEmpty() ? "" : ", ").append(readable(Duration.ofSeconds((long) job.etaSeconds())));
            remark.append(" left");
        }
        if (job.failed() > 0) {
            remark.append(remark.isEmpty() ? "" : ", ").append(job.failed()).append(" failed");
        }
        return remark.toString();
    }

    private static String readable(Duration time) {
        return time.toHours() > 0
                ? "%d:%02d:%02d h".formatted(time.toHours(), time.toMinutesPart(), time.toSecondsPart())
                : "%d:%02d min".formatted(time.toMinutes(), time.toSecondsPart());
    }
}
