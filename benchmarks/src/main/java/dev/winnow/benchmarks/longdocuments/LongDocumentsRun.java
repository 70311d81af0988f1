package dev.winnow.benchmarks.longdocuments;

import com.fasterxml.jackson.databind.JsonNode;
import dev.winnow.common.result.ItemResult;
import dev.winnow.common.work.ExtractionTask;
import dev.winnow.common.work.Sampling;
import dev.winnow.common.work.Windows;
import dev.winnow.common.work.WorkItem;
import dev.winnow.text.schema.SchemaHash;
import dev.winnow.worker.extraction.ExtractionListener;
import dev.winnow.worker.extraction.Extractor;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** One document through the extractor, as a shard would have it done. */
final class LongDocumentsRun implements ExtractionListener {
    private static final int DAY_SECONDS = 86_400;

    private final CompletableFuture<ItemResult> result = new CompletableFuture<>();
    private final AtomicInteger windows = new AtomicInteger();

    /** What becomes of the document. */
    ItemResult of(
            Extractor extractor,
            JsonNode schema,
            String instruction,
            String document,
            @Nullable String adapter,
            int maxOutputTokens,
            Windows cut) {
        ExtractionTask task = new ExtractionTask(
                schema, SchemaHash.of(schema), adapter, maxOutputTokens, true, Sampling.GREEDY, DAY_SECONDS, cut);
        extractor.start(task, new WorkItem(0, instruction, document), this);
        return result.join();
    }

    /** Windows that were begun. */
    int windows() {
        return windows.get();
    }

    @Override
    public void begun() {
        windows.incrementAndGet();
    }

    @Override
    public void putBack() {
        throw new IllegalStateException("the engine of this process cannot be away");
    }

    @Override
    public void finished(ItemResult finished) {
        result.complete(finished);
    }

    @Override
    public void ended() {
        result.completeExceptionally(new IllegalStateException("nobody has cancelled the document"));
    }
}
