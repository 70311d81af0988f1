package dev.winnow.worker.extraction;

import static java.util.Objects.requireNonNull;

import dev.winnow.common.result.ItemResult;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Remembers what an extractor says. */
final class CollectedResults implements ExtractionListener {
    final AtomicInteger begun = new AtomicInteger();
    final AtomicInteger putBack = new AtomicInteger();
    volatile boolean throwing;
    final AtomicInteger ended = new AtomicInteger();

    private final BlockingQueue<ItemResult> results = new LinkedBlockingQueue<>();

    @Override
    public void begun() {
        begun.incrementAndGet();
    }

    @Override
    public void putBack() {
        putBack.incrementAndGet();
    }

    @Override
    public void finished(ItemResult result) {
        if (throwing) {
            throw new IllegalStateException("the listener fails");
        }
        results.add(result);
    }

    @Override
    public void ended() {
        ended.incrementAndGet();
    }

    ItemResult next(int seconds) throws InterruptedException {
        return requireNonNull(results.poll(seconds, TimeUnit.SECONDS), "no result came");
    }

    boolean isEmpty() {
        return results.isEmpty();
    }
}
