package dev.winnow.coordinator.dispatch;

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Runs a task on an executor, one at a time: however often it is asked for while it runs, it runs once more afterwards
 * and takes no second thread. Thread-safe.
 */
final class SingleRun {
    private final Runnable task;
    private final Executor executor;
    private final AtomicInteger asked = new AtomicInteger();

    SingleRun(Runnable task, Executor executor) {
        this.task = task;
        this.executor = executor;
    }

    /** Has the task run from its start after this. Returns at once. */
    void ask() {
        if (asked.getAndIncrement() == 0) {
            start();
        }
    }

    private void start() {
        boolean started = false;
        try {
            executor.execute(this::run);
            started = true;
        } finally {
            if (!started) {
                asked.set(0);
            }
        }
    }

    private void run() {
        boolean ended = false;
        try {
            int answered;
            do {
                answered = asked.get();
                task.run();
            } while (asked.addAndGet(-answered) > 0);
            ended = true;
        } finally {
            if (!ended) {
                // The next one who asks starts it again.
                asked.set(0);
            }
        }
    }
}
