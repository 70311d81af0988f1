package dev.winnow.worker.server;

import dev.winnow.common.work.ExtractionTask;
import dev.winnow.common.work.WorkItem;
import dev.winnow.worker.extraction.Condition;
import dev.winnow.worker.extraction.Extraction;
import dev.winnow.worker.extraction.ExtractionListener;
import dev.winnow.worker.extraction.ExtractionLoad;
import dev.winnow.worker.extraction.Extractor;
import dev.winnow.worker.log.Subject;
import dev.winnow.worker.metrics.WorkerMetrics;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** A {@link ServerExtractor} with a thread that ticks it. Thread-safe. */
final class TickedExtractor implements Extractor {
    private static final Logger LOG = Logger.getLogger(TickedExtractor.class);
    private static final long PAUSE_MILLIS = 200;

    private final ServerExtractor extractor;
    private final ScheduledExecutorService ticks = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(Subject.none(task), "server");
        thread.setDaemon(true);
        return thread;
    });

    TickedExtractor(ServerExtractor extractor) {
        this.extractor = extractor;
        Future<?> unused = ticks.scheduleWithFixedDelay(this::tick, PAUSE_MILLIS, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void tick() {
        try {
            extractor.tick();
        } catch (RuntimeException | OutOfMemoryError e) {
            LOG.error("the server was not looked after, and will be", e);
        }
    }

    @Override
    public Extraction start(ExtractionTask task, WorkItem item, ExtractionListener listener) {
        return extractor.start(task, item, listener);
    }

    @Override
    public Extraction startUrgently(ExtractionTask task, WorkItem item, ExtractionListener listener) {
        return extractor.startUrgently(task, item, listener);
    }

    @Override
    public ExtractionLoad load() {
        return extractor.load();
    }

    @Override
    public void showIn(WorkerMetrics metrics) {
        extractor.showIn(metrics);
    }

    @Override
    public Condition condition() {
        return extractor.condition();
    }

    @Override
    public void close() {
        ticks.shutdownNow();
        extractor.close();
    }
}
