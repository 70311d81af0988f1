package dev.winnow.coordinator.webhook;

import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;

/**
 * Delivers what is due, on threads of its own: a receiver that takes its time keeps one of them, and nobody else's.
 * Thread-safe.
 */
@Singleton
class DeliveryLoop {
    private static final Logger LOG = Logger.getLogger(DeliveryLoop.class);
    private static final int IDLE_SECONDS = 30;
    private static final int STOP_SECONDS = 5;

    private final DeliveryQueue queue;
    private final Courier courier;
    private final Outcomes outcomes;
    private final Semaphore places;
    private final ThreadPoolExecutor threads;
    private final AtomicBoolean asked = new AtomicBoolean();
    private final Object claiming = new Object();

    DeliveryLoop(DeliveryQueue queue, Courier courier, Outcomes outcomes, WebhookConfig config) {
        this.queue = queue;
        this.courier = courier;
        this.outcomes = outcomes;
        this.places = new Semaphore(config.places());
        AtomicInteger number = new AtomicInteger();
        this.threads = new ThreadPoolExecutor(
                config.places(), config.places(), IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, "webhook-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
    }

    /** Begins what is due, and goes on as long as something is. */
    void tick() {
        asked.set(false);
        try {
            runOnce(this::signal);
        } catch (RuntimeException e) {
            // The database is away, say: the next tick tries again.
            LOG.errorf(e, "no webhook is served now, another attempt follows");
        }
    }

    // A place got free. Many that do so together make one round.
    private void signal() {
        if (!threads.isShutdown() && asked.compareAndSet(false, true)) {
            threads.execute(this::tick);
        }
    }

    /**
     * Begins what is due and there is room for.
     *
     * @param afterEach run when one of them has ended and its place is free
     * @return ends when they have ended
     */
    CompletableFuture<Void> runOnce(Runnable afterEach) {
        List<Attempt> claimed;
        synchronized (claiming) {
            int room = places.availablePermits();
            if (room == 0 || threads.isShutdown()) {
                return CompletableFuture.completedFuture(null);
            }
            claimed = queue.claim(room);
            places.acquireUninterruptibly(claimed.size());
        }
        return CompletableFuture.allOf(claimed.stream()
                .map(attempt -> CompletableFuture.runAsync(
                        () -> {
                            try {
                                deliver(attempt);
                            } finally {
                                places.release();
                                afterEach.run();
                            }
                        },
                        threads))
                .toArray(CompletableFuture[]::new));
    }

    private void deliver(Attempt attempt) {
        try {
            outcomes.keep(attempt, courier.send(attempt));
        } catch (RuntimeException e) {
            // Its lease runs out, and then it is sent again.
            LOG.errorf(e, "how %s was delivered is not known", attempt.message().text());
        }
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        threads.shutdown();
        if (!threads.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
            LOG.info("webhooks that are under way are sent again by another coordinator, or after the next start");
        }
    }
}
