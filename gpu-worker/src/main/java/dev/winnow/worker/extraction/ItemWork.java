package dev.winnow.worker.extraction;

import dev.winnow.common.result.ErrorCode;
import dev.winnow.common.result.ItemFailure;
import dev.winnow.common.work.ExtractionTask;
import dev.winnow.common.work.WorkItem;
import dev.winnow.engine.generation.GenerationId;
import dev.winnow.engine.generation.Generator;
import org.jspecify.annotations.Nullable;

/** One item on its way through the extractor. Thread-safe. */
final class ItemWork implements Extraction {
    private final ExtractionTask task;
    private final WorkItem item;
    private final ExtractionListener listener;
    private final Generator generator;
    private @Nullable GenerationId running;
    private boolean cancelled;

    ItemWork(ExtractionTask task, WorkItem item, ExtractionListener listener, Generator generator) {
        this.task = task;
        this.item = item;
        this.listener = listener;
        this.generator = generator;
    }

    ExtractionTask task() {
        return task;
    }

    WorkItem item() {
        return item;
    }

    ExtractionListener listener() {
        return listener;
    }

    synchronized boolean isCancelled() {
        return cancelled;
    }

    /** The generator has it; passes on a cancel that came before. */
    void submitted(GenerationId id) {
        boolean late;
        synchronized (this) {
            running = id;
            late = cancelled;
        }
        if (late) {
            generator.cancel(id);
        }
    }

    @Override
    public void cancel() {
        GenerationId id;
        synchronized (this) {
            cancelled = true;
            id = running;
        }
        if (id != null) {
            generator.cancel(id);
        }
    }

    void fail(ErrorCode code, String message) {
        listener.finished(new ItemFailure(item.position(), code, message));
    }
}
