package dev.winnow.worker.life;

import static java.util.Objects.requireNonNull;

import dev.winnow.common.result.Evidence;
import dev.winnow.common.result.ItemOutput;
import dev.winnow.common.result.ItemResult;
import dev.winnow.common.result.Provenance;
import dev.winnow.common.result.Usage;
import dev.winnow.common.work.ExtractionTask;
import dev.winnow.common.work.WorkItem;
import dev.winnow.worker.extraction.Condition;
import dev.winnow.worker.extraction.Extraction;
import dev.winnow.worker.extraction.ExtractionListener;
import dev.winnow.worker.extraction.ExtractionLoad;
import dev.winnow.worker.extraction.Extractor;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Begins and finishes items when the test says so. Items are named by position, so a test uses each position once. */
final class ScriptedExtractor implements Extractor {
    private final NavigableMap<Integer, ExtractionListener> open = new TreeMap<>();
    private volatile boolean letsGo = true;
    volatile Condition condition = Condition.WORKING;
    private final List<Integer> begun = new ArrayList<>();
    private final List<Integer> started = new ArrayList<>();
    private final List<Integer> cancelled = new ArrayList<>();

    @Override
    public synchronized Extraction start(ExtractionTask task, WorkItem item, ExtractionListener listener) {
        int position = item.position();
        started.add(position);
        open.put(position, listener);
        return () -> cancel(position);
    }

    private void cancel(int position) {
        ExtractionListener listener;
        synchronized (this) {
            cancelled.add(position);
            listener = letsGo ? open.remove(position) : null;
            if (listener != null) {
                begun.remove((Integer) position);
            }
        }
        if (listener != null) {
            listener.ended();
        }
    }

    /** From now on the engine does not move: what is cancelled stays in its hands. */
    void hang() {
        letsGo = false;
    }

    /** The engine moves again and lets go of an item that was cancelled. */
    void letGo(int position) {
        letsGo = true;
        cancel(position);
    }

    @Override
    public synchronized ExtractionLoad load() {
        return new ExtractionLoad(begun.size(), open.size() - begun.size(), 12.5, 0, 0);
    }

    @Override
    public Condition condition() {
        return condition;
    }

    void putBack(int position) {
        ExtractionListener listener;
        synchronized (this) {
            listener = requireNonNull(open.get(position), "not started, or finished");
            begun.remove((Integer) position);
        }
        listener.putBack();
    }

    void beginAll() {
        List.copyOf(openPositions()).forEach(this::begin);
    }

    void begin(int position) {
        ExtractionListener listener;
        synchronized (this) {
            listener = requireNonNull(open.get(position), "not started, or finished");
            if (begun.contains(position)) {
                return;
            }
            begun.add(position);
        }
        listener.begun();
    }

    void finish(int... positions) {
        for (int position : positions) {
            begin(position);
            finish(output(position));
        }
    }

    void finish(ItemResult result) {
        ExtractionListener listener;
        synchronized (this) {
            listener = requireNonNull(open.remove(result.position()), "not started, or finished");
            begun.remove((Integer) result.position());
        }
        listener.finished(result);
    }

    static ItemResult output(int position) {
        return new ItemOutput(
                position,
                "{\"n\":" + position + "}",
                false,
                new Usage(10, 5, 5, 0.1),
                new Provenance("m", "f16", null, "sha256:00", "sha256:01"),
                Evidence.NONE);
    }

    synchronized List<Integer> openPositions() {
        return List.copyOf(open.keySet());
    }

    synchronized List<Integer> started() {
        return List.copyOf(started);
    }

    synchronized List<Integer> cancelled() {
        return List.copyOf(cancelled);
    }
}
