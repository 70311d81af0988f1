package dev.winnow.worker.life;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Calls the one thread that waits for it: there is something to do. However often it is rung before it is heard, it is
 * heard once. Thread-safe; ringing never waits.
 */
final class Bell {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition rung = lock.newCondition();
    private boolean ringing;

    void ring() {
        lock.lock();
        try {
            if (!ringing) {
                ringing = true;
                rung.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Waits until it rings, and no longer than this; then it is silent. Answers whether it rang. */
    boolean await(Duration most) throws InterruptedException {
        long left = most.toNanos();
        lock.lock();
        try {
            while (!ringing && left > 0) {
                left = rung.awaitNanos(left);
            }
            boolean rang = ringing;
            ringing = false;
            return rang;
        } finally {
            lock.unlock();
        }
    }
}
