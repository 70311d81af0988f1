package dev.winnow.worker.life;

import dev.winnow.worker.control.WorkerRefusedException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Calls the worker's parts whenever their {@link Bell} rings, and now and then by itself, each on a thread of its own,
 * so that none waits for another. What a part throws is logged and the part is called again; only a coordinator that
 * refuses the worker ends it.
 */
final class Rhythm implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Rhythm.class);

    private final List<Beat> beats = new CopyOnWriteArrayList<>();
    private final Consumer<WorkerRefusedException> fatal;

    /** Takes what to tell when the worker cannot go on. */
    Rhythm(Consumer<WorkerRefusedException> fatal) {
        this.fatal = fatal;
    }

    /** Calls a part now and then after each pause. */
    Beat every(String name, Supplier<Duration> pause, Runnable part) {
        return every(name, new Bell(), pause, part);
    }

    /** Calls a part now, each time that the bell rings, and after each pause in which it did not. */
    Beat every(String name, Bell bell, Supplier<Duration> pause, Runnable part) {
        Beat beat = new Beat(name, bell, pause, part);
        beats.add(beat);
        beat.thread.start();
        return beat;
    }

    @Override
    public void close() {
        beats.forEach(beat -> beat.thread.interrupt());
    }

    /** One part that is called again and again until it is stopped. */
    final class Beat {
        private final Bell bell;
        private final Supplier<Duration> pause;
        private final Runnable part;
        private final ReentrantLock underWay = new ReentrantLock();
        private final Thread thread;
        private volatile boolean stopped;

        private Beat(String name, Bell bell, Supplier<Duration> pause, Runnable part) {
            this.bell = bell;
            this.pause = pause;
            this.part = part;
            this.thread = new Thread(this::run, "worker " + name);
            thread.setDaemon(true);
        }

        private void run() {
            try {
                while (!Thread.interrupted() && call()) {
                    boolean unused = bell.await(pause.get());
                }
            } catch (InterruptedException e) {
                LOG.debug("the worker is ending", e);
            }
        }

        /** Calls the part once; false if it is not to be called again. */
        private boolean call() {
            underWay.lock();
            try {
                if (!stopped) {
                    part.run();
                }
            } catch (WorkerRefusedException e) {
                fatal.accept(e);
                return false;
            } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
                LOG.error("a part of the worker failed and is called again", e);
            } finally {
                underWay.unlock();
            }
            return !stopped;
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
