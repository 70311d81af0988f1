package dev.winnow.benchmarks.scripted;

import java.util.concurrent.locks.LockSupport;

/** Native code that does not come back. */
final class Hang {
    private Hang() {}

    static void forever() {
        while (true) {
            LockSupport.park();
        }
    }
}
