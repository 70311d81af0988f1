package dev.winnow.benchmarks.largejob;

import com.fasterxml.jackson.databind.JsonNode;
import dev.winnow.benchmarks.browser.Browser;
import dev.winnow.benchmarks.cluster.Cluster;
import dev.winnow.benchmarks.cluster.Cluster.Coordinator;
import dev.winnow.benchmarks.largejob.WatchedPages.Seen;
import dev.winnow.benchmarks.report.Report;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;

/** One coordinator, two scripted workers, a browser. */
final class LargeJobRun {
    static final int WORKERS = 2;
    static final int SLOTS = 64;

    private static final int VISITS = 5;
    private static final int FIRST_RESULTS = 500;
    private static final double MOST_MILLIS = 1_000;
    private static final double MOST_BYTES = 50_000;
    private static final long PAUSE_NANOS = 250_000_000;
    private static final double NANOS = 1e9;

    private final Cluster cluster;
    private final Coordinator coordinator;
    private final Report report;
    private final LargeJob job;
    private final Duration watched;

    private LargeJobRun(Cluster cluster, Coordinator coordinator, Report report, LargeJob job, Duration watched) {
        this.cluster = cluster;
        this.coordinator = coordinator;
        this.report = report;
        this.job = job;
        this.watched = watched;
    }

    static LargeJobRun start(Cluster cluster, Report report, LargeJob job, Duration watched)
            throws IOException, InterruptedException {
        Coordinator coordinator = cluster.startCoordinator(
                "coordinator", Map.of(), cluster.rabbit().uri());
        Cluster.await(coordinator, 0);
        List<String> names = new ArrayList<>();
        for (int i = 0; i < WORKERS; i++) {
            names.add("scripted-" + i);
        }
        cluster.startWorkers(coordinator.url(), cluster.rabbit().uri(), SLOTS, names);
        Cluster.await(coordinator, WORKERS);
        return new LargeJobRun(cluster, coordinator, report, job, watched);
    }

    /**
     * Looks at the list of jobs, and at the job's page when it has begun and when much of it is done; true if all of it
     * went well.
     *
     * @param others how many other jobs there are
     */
    boolean run(int others, Path shots) throws IOException, InterruptedException, SQLException {
        String other = coordinator
                .api()
                .submit(
                        UUID.randomUUID().toString(),
                        BodyPublishers.ofInputStream(new LargeJob("Small job", 1, 1, Duration.ZERO)::body));
        while (!coordinator.api().job(other).path("state").asText().equals("done")) {
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        OtherJobs.add(cluster.postgres(), other, others);
        long begun = System.nanoTime();
        String id = coordinator.api().submit(UUID.randomUUID().toString(), BodyPublishers.ofInputStream(job::body));
        report.figure(
                "job",
                "%,d items".formatted(job.items()),
                Map.of("seconds_to_submit", Math.round((System.nanoTime() - begun) / NANOS)));
        try (Browser browser = Browser.start(shots)) {
            WatchedPages pages = WatchedPages.signedIn(browser, coordinator.url(), Cluster.ADMIN_KEY);
            awaitEnded(id, Math.min(FIRST_RESULTS, job.atOnce()));
            boolean well = look(pages, id);
            browser.shoot("begun");
            awaitEnded(id, job.atOnce());
            well &= look(pages, id);
            well &= list(pages, others);
            browser.shoot("underway");
            coordinator.api().ask(id, "cancel", id);
            return well && browser.errors().isEmpty();
        }
    }

    private boolean list(WatchedPages pages, int others) {
        Visits visits = Visits.of(VISITS, () -> pages.open("#/jobs"));
        Visits searches = Visits.of(VISITS, () -> {
            pages.open("#/jobs");
            return pages.search(job.name());
        });
        Map<String, Object> values = new LinkedHashMap<>(visits.figures("milliseconds_to_usable"));
        values.putAll(searches.figures("milliseconds_to_find_one"));
        report.figure("list", "%,d other jobs".formatted(others), values);
        return kept(visits.slowest() <= MOST_MILLIS, "the list takes more than %.0f ms".formatted(MOST_MILLIS))
                && kept(searches.slowest() <= MOST_MILLIS, "a search takes more than %.0f ms".formatted(MOST_MILLIS));
    }

    private boolean look(WatchedPages pages, String id) throws IOException, InterruptedException {
        String setting = "%,d of %,d items ended".formatted(ended(id), job.items());
        Visits visits = Visits.of(VISITS, () -> pages.open("#/jobs/" + id));
        long before = ended(id);
        Seen seen = pages.watch(watched);
        long after = ended(id);
        Map<String, Object> values = new LinkedHashMap<>(visits.figures("milliseconds_to_usable"));
        values.put("items_per_second", Math.round((after - before) / (watched.toMillis() / 1000.0)));
        values.put("bytes_per_second", Math.round(seen.bytesPerSecond()));
        values.put("requests_per_second", tenths(seen.requestsPerSecond()));
        values.put("events_per_second", tenths(seen.eventsPerSecond()));
        report.figure("page", setting, values);
        boolean quick =
                kept(visits.slowest() <= MOST_MILLIS, "the page takes more than %.0f ms".formatted(MOST_MILLIS));
        boolean light = kept(
                seen.bytesPerSecond() <= MOST_BYTES,
                "live updates take more than %.0f bytes a second".formatted(MOST_BYTES));
        boolean live = kept(seen.moved() && seen.eventsPerSecond() > 0, "the page does not show that the job goes on");
        return quick && light && live;
    }

    private static double tenths(double value) {
        return Math.round(value * 10) / 10.0;
    }

    private static boolean kept(boolean promise, String otherwise) {
        if (!promise) {
            System.out.println("NOT KEPT: " + otherwise);
        }
        return promise;
    }

    private void awaitEnded(String id, int items) throws IOException, InterruptedException {
        while (ended(id) < items) {
            if (!coordinator.process().running()) {
                throw new IOException(coordinator.process().lastWords());
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private long ended(String id) throws IOException, InterruptedException {
        JsonNode state = coordinator.api().job(id);
        return state.path("succeeded").asLong() + state.path("failed").asLong();
    }
}
