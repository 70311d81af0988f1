package dev.winnow.worker.life;

import dev.winnow.worker.control.WorkerRefusedException;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Calls the worker's parts again and again, each with a thread of its own when it needs one, so that none waits for
 * another. What a part throws is logged and the part is called again; only a coordinator that refuses the worker ends
 * it.
 */
final class Rhythm implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Rhythm.class);

    private final ScheduledThreadPoolExecutor threads;
    private final Consumer<WorkerRefusedException> fatal;

    /** Takes the number of parts and what to tell when the worker cannot go on. */
    Rhythm(int parts, Consumer<WorkerRefusedException> fatal) {
        AtomicInteger made = new AtomicInteger();
        this.threads = new ScheduledThreadPoolExecutor(parts, task -> {
            Thread thread = new Thread(task, "worker-" + made.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        this.fatal = fatal;
    }

    /** Calls a part now and then after each pause. */
    Beat every(Supplier<Duration> pause, Runnable part) {
        Beat beat = new Beat(pause, part);
        beat.schedule(Duration.ZERO);
        return beat;
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }

    /** One part that is called again and again until it is stopped. */
    final class Beat {
        private final Supplier<Duration> pause;
        private final Runnable part;
        private final ReentrantLock underWay = new ReentrantLock();
        private volatile boolean stopped;

        private Beat(Supplier<Duration> pause, Runnable part) {
            this.pause = pause;
            this.part = part;
        }

        private void schedule(Duration delay) {
            try {
                // run() lets nothing escape that the future could tell.
                ScheduledFuture<?> unused = threads.schedule(this::run, delay.toMillis(), TimeUnit.MILLISECONDS);
            } catch (RejectedExecutionException e) {
                LOG.debug("the worker is ending", e);
            }
        }

        private void run() {
            underWay.lock();
            try {
                if (stopped) {
                    return;
                }
                part.run();
            } catch (WorkerRefusedException e) {
                fatal.accept(e);
                return;
            } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
                LOG.error("a part of the worker failed and is called again", e);
            } finally {
                underWay.unlock();
            }
            schedule(pause.get());
        }

        /** Calls it no more; waits for a call that is under way, for so long at most. */
        void stop(Duration most) {
            stopped = true;
            try {
                if (underWay.tryLock(most.toMillis(), TimeUnit.MILLISECONDS)) {
                    underWay.unlock();
                } else {
                    LOG.warnf("a call that is under way did not end within %s", most);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
