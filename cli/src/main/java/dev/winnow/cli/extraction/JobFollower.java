package dev.winnow.cli.extraction;

import dev.winnow.cli.console.Console;
import dev.winnow.cli.console.Pause;
import dev.winnow.cli.console.Progress;
import dev.winnow.cli.service.Job;
import dev.winnow.cli.service.Patience;
import dev.winnow.cli.service.ServiceClient;
import java.time.Duration;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for a job and shows how it goes. A service that is away for a while is waited for. */
final class JobFollower {
    private final ServiceClient client;
    private final Console console;
    private final Patience patience;

    /** Asks that service with that patience. */
    JobFollower(ServiceClient client, Console console, Patience patience) {
        this.client = client;
        this.console = console;
        this.patience = patience;
    }

    /**
     * Returns when the job is over.
     *
     * @param silent whether nothing is to be shown any more
     */
    Job untilOver(String id, BooleanSupplier silent) {
        try (Progress progress = new Progress(console, "Extracting", " documents", 1)) {
            while (true) {
                Job job = patiently(() -> client.job(id));
                if (!silent.getAsBoolean()) {
                    progress.show(job.finished(), job.items(), remark(job));
                }
                if (job.isOver()) {
                    return job;
                }
                Pause.of(patience.between());
            }
        }
    }

    /** Asks about a job, which goes on whether the service answers or not. */
    <T> T patiently(Supplier<T> question) {
        return patience.ask("Waiting for the service, the job is safe", Patience.PASSING, question);
    }

    private static String remark(Job job) {
        StringBuilder remark = new StringBuilder();
        if (job.isPaused()) {
            return "paused, `winnow jobs resume " + job.id() + "` lets it go on";
        }
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
