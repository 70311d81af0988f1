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
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One item on its way through the extractor. Thread-safe. */
final class ItemWork implements Extraction {
    private final ExtractionTask task;
    private final WorkItem item;
    private final ExtractionListener listener;
    private final Generator generator;
    private final boolean urgent;
    private final Map<Integer, GenerationId> running = new HashMap<>();
    private final Set<Integer> decoding = new HashSet<>();
    private AdapterPool.@Nullable Lease adapter;
    private boolean cancelled;
    private boolean over;
    private @Nullable ItemFailure failure;
    // The extractor's thread's alone.
    private @Nullable ItemParts parts;
    private @Nullable GrowingText text;

    /** @param urgent whether somebody waits for it */
    ItemWork(ExtractionTask task, WorkItem item, ExtractionListener listener, Generator generator, boolean urgent) {
        this.task = task;
        this.item = item;
        this.listener = listener;
        this.generator = generator;
        this.urgent = urgent;
    }

    ExtractionTask task() {
        return task;
    }

    WorkItem item() {
        return item;
    }

    /**
     * What is asked of the generator, made when it is first asked for.
     *
     * @throws TooLongException if the item does not fit, and cannot be cut or is not to be
     */
    ItemParts parts(TextSide model) {
        if (parts == null) {
            parts = ItemParts.of(model, task, item);
        }
        return parts;
    }

    boolean isUrgent() {
        return urgent;
    }

    /** Tells what came to the output. For the extractor's thread. */
    void wrote(TextSide model, int[] tokens) {
        if (text == null) {
            text = model.growingText();
        }
        String certain = text.add(tokens);
        if (!certain.isEmpty() && !isStopped()) {
            listener.wrote(certain);
        }
    }

    /** The hash of the adapter that it is to be done with. */
    String adapter() {
        return requireNonNull(task.adapter(), "only for items with an adapter");
    }

    /** It has its adapter from now on, and gives it back when it ends. */
    synchronized void runsWith(AdapterPool.Lease lease) {
        adapter = lease;
    }

    /** The request with the adapter that it is to be done with, and as soon as it is to be done. */
    synchronized GenerationRequest adapted(GenerationRequest request) {
        GenerationRequest wanted = urgent ? request.urgently() : request;
        return adapter == null ? wanted : wanted.with(adapter.adapter());
    }

    /** Does something so that what is logged meanwhile says whose item it is. */
    void inItsName(Runnable what) {
        listener.inItsName(what);
    }

    /** A part of it is being decoded from now on. */
    void begun(Part part) {
        synchronized (this) {
            decoding.add(part.number());
        }
        listener.begun();
    }

    /** Tells that it waits, if parts of it are missing and none is being decoded: its time limit is each part's. */
    void waitsIfNothingIsDecoded() {
        if (isOver() || isDecoding()) {
            return;
        }
        listener.putBack();
        if (isDecoding()) {
            listener.begun(); // one has begun in between
        }
    }

    private synchronized boolean isOver() {
        return over;
    }

    private synchronized boolean isDecoding() {
        return !decoding.isEmpty();
    }

    /** It has ended, and the generator has let go of it. */
    void finished(ItemResult result) {
        if (end()) {
            listener.finished(result);
        }
    }

    /** It was cancelled, and the generator has let go of it. */
    void ended() {
        if (end()) {
            listener.ended();
        }
    }

    /** Gives the adapter back; false if it had ended before, as one that was stopped while others of it waited. */
    private synchronized boolean end() {
        if (over) {
            return false;
        }
        over = true;
        if (adapter != null) {
            adapter.close();
        }
        return true;
    }

    synchronized boolean isCancelled() {
        return cancelled;
    }

    /** Whether nothing of it is to begin any more: it was cancelled, or has failed. */
    synchronized boolean isStopped() {
        return cancelled || failure != null;
    }

    /** Whether the generator has something of it. */
    synchronized boolean isUnderWay() {
        return !running.isEmpty();
    }

    /** The generator has a part; passes on a cancel that came before. */
    void submitted(Part part, GenerationId id) {
        synchronized (this) {
            running.put(part.number(), id);
        }
        if (isStopped()) {
            generator.cancel(id);
        }
    }

    /** The generator has let go of a part. */
    synchronized void letGo(Part part) {
        running.remove(part.number());
        decoding.remove(part.number());
    }

    @Override
    public void cancel() {
        synchronized (this) {
            cancelled = true;
        }
        cancelRunning();
    }

    private void cancelRunning() {
        List<GenerationId> ids;
        synchronized (this) {
            ids = List.copyOf(running.values());
        }
        ids.forEach(generator::cancel);
    }

    void fail(ErrorCode code, String message) {
        fail(new ItemFailure(item.position(), code, message));
    }

    /** It has failed, and ends when the generator has let go of all of it. */
    void fail(ItemFailure reason) {
        synchronized (this) {
            failure = failure == null ? reason : failure;
        }
        cancelRunning();
        endIfStopped();
    }

    /** Ends it if it was stopped and the generator has nothing of it. */
    void endIfStopped() {
        ItemFailure reason;
        synchronized (this) {
            if (!running.isEmpty() || !isStopped()) {
                return;
            }
            reason = failure;
        }
        if (reason != null) {
            finished(reason);
        } else {
            ended();
        }
    }
}
