package dev.winnow.benchmarks.scripted;

/** How long the slots of one engine were in use, as slot-seconds. Thread-safe. */
final class BusyMeter {
    private int running;
    private long since = System.nanoTime();
    private double slotSeconds;

    /** So many slots are in use from now on. */
    synchronized void running(int now) {
        count();
        running = now;
    }

    /** Slot-seconds in use since the beginning. */
    synchronized double slotSeconds() {
        count();
        return slotSeconds;
    }

    private void count() {
        long now = System.nanoTime();
        slotSeconds += running * ((now - since) / 1e9);
        since = now;
    }
}
