package dev.winnow.worker.server;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.winnow.common.result.ItemFailure;
import dev.winnow.common.result.ItemOutput;
import dev.winnow.common.result.ItemResult;
import dev.winnow.worker.extraction.ExtractionListener;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Remembers what the extractor says of one item. */
final class Collected implements ExtractionListener {
    final AtomicInteger begun = new AtomicInteger();
    final AtomicInteger putBack = new AtomicInteger();
    final AtomicInteger ended = new AtomicInteger();
    private volatile @Nullable ItemResult result;

    @Override
    public void begun() {
        begun.incrementAndGet();
    }

    @Override
    public void putBack() {
        putBack.incrementAndGet();
    }

    @Override
    public void finished(ItemResult finished) {
        assertThat(result).as("an item ends once").isNull();
        result = finished;
    }

    @Override
    public void ended() {
        ended.incrementAndGet();
    }

    boolean isFinished() {
        return result != null;
    }

    ItemOutput output() {
        assertThat(result).isInstanceOf(ItemOutput.class);
        return (ItemOutput) requireNonNull(result, "result");
    }

    ItemFailure failure() {
        assertThat(result).isInstanceOf(ItemFailure.class);
        return (ItemFailure) requireNonNull(result, "result");
    }
}
