package dev.winnow.worker.extraction;

import static java.util.Objects.requireNonNull;

import dev.winnow.common.result.ErrorCode;
import dev.winnow.common.result.ItemFailure;
import dev.winnow.common.result.ItemResult;
import dev.winnow.common.work.ExtractionTask;
import dev.winnow.common.work.WorkItem;
import dev.winnow.engine.decoder.AdapterPool;
import dev.winnow.engine.generation.GenerationId;
import dev.winnow.engine.generation.GenerationRequest;
import dev.winnow.engine.generation.Generator;
import org.jspecify.annotations.Nullable;

/** One item on its way through the extractor. Thread-safe. */
final class ItemWork implements Extraction {
    private final ExtractionTask task;
    private final WorkItem item;
    private final ExtractionListener listener;
    private final Generator generator;
    private @Nullable GenerationId running;
    private AdapterPool.@Nullable Lease adapter;
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

    /** The hash of the adapter that it is to be done with. */
    String adapter() {
        return requireNonNull(task.adapter(), "only for items with an adapter");
    }

    /** It has its adapter from now on, and gives it back when it ends. */
    synchronized void runsWith(AdapterPool.Lease lease) {
        adapter = lease;
    }

    /** The request with the adapter that it is to be done with. */
    synchronized GenerationRequest adapted(GenerationRequest request) {
        return adapter == null ? request : request.with(adapter.adapter());
    }

    void begun() {
        listener.begun();
    }

    /** It has ended, and the generator has let go of it. */
    void finished(ItemResult result) {
        giveBack();
        listener.finished(result);
    }

    /** It was cancelled, and the generator has let go of it. */
    void ended() {
        giveBack();
        listener.ended();
    }

    private synchronized void giveBack() {
        if (adapter != null) {
            adapter.close();
        }
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
        finished(new ItemFailure(item.position(), code, message));
    }
}
