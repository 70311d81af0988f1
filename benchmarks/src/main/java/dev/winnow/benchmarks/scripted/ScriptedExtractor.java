package dev.winnow.benchmarks.scripted;

import dev.winnow.common.result.ErrorCode;
import dev.winnow.common.result.Evidence;
import dev.winnow.common.result.ItemFailure;
import dev.winnow.common.result.ItemOutput;
import dev.winnow.common.result.ItemResult;
import dev.winnow.common.result.Provenance;
import dev.winnow.common.result.Usage;
import dev.winnow.common.work.ExtractionTask;
import dev.winnow.common.work.Pool;
import dev.winnow.common.work.WorkItem;
import dev.winnow.worker.extraction.Extraction;
import dev.winnow.worker.extraction.ExtractionListener;
import dev.winnow.worker.extraction.ExtractionLoad;
import dev.winnow.worker.extraction.Extractor;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An extractor with as many slots as a model would have and no model: its one thread follows each item's
 * {@link Script}; what finds no free slot waits. The output is a function of the input alone, so that a run can check
 * it.
 */
final class ScriptedExtractor implements Extractor {
    private final ScheduledThreadPoolExecutor engine = new ScheduledThreadPoolExecutor(1, task -> {
        Thread thread = new Thread(task, "scripted engine");
        thread.setDaemon(true);
        return thread;
    });
    private final Pool pool;
    private final int slots;
    private final BusyMeter meter = new BusyMeter();
    private final AtomicInteger taken = new AtomicInteger();

    // The engine's thread alone.
    private final Deque<Run> waiting = new ArrayDeque<>();
    private int running;

    ScriptedExtractor(Pool pool, int slots) {
        this.pool = pool;
        this.slots = slots;
    }

    @Override
    public Extraction start(ExtractionTask task, WorkItem item, ExtractionListener listener) {
        taken.incrementAndGet();
        Run run = new Run(task, item, listener);
        engine.execute(() -> {
            waiting.addLast(run);
            fill();
        });
        return run;
    }

    private void fill() {
        while (running < slots && !waiting.isEmpty()) {
            running++;
            waiting.removeFirst().begin();
        }
        meter.running(running);
    }

    private void free() {
        running--;
        taken.decrementAndGet();
    }

    /** Slot-seconds in use since the start. */
    double busySlotSeconds() {
        return meter.slotSeconds();
    }

    int slots() {
        return slots;
    }

    @Override
    public ExtractionLoad load() {
        int all = taken.get();
        int running = Math.min(all, slots);
        return new ExtractionLoad(running, all - running, 0, running, slots);
    }

    /** One item in hand; all but {@link #cancel} happens on the engine's thread. */
    private final class Run implements Extraction {
        private final ExtractionTask task;
        private final WorkItem item;
        private final ExtractionListener listener;
        private volatile boolean cancelled;

        private Run(ExtractionTask task, WorkItem item, ExtractionListener listener) {
            this.task = task;
            this.item = item;
            this.listener = listener;
        }

        private void begin() {
            if (cancelled) {
                free();
                listener.ended();
                return;
            }
            listener.begun();
            Script script = Script.of(item.input());
            if (script.pause().isZero()) {
                act(script);
            } else {
                var unused = engine.schedule(
                        () -> {
                            act(script);
                            fill();
                        },
                        script.pause().toMillis(),
                        TimeUnit.MILLISECONDS);
            }
        }

        private void act(Script script) {
            switch (script.act()) {
                case ANSWER -> end(output());
                case FAIL -> end(new ItemFailure(item.position(), ErrorCode.INVALID_OUTPUT, "the script says so"));
                case CRASH -> Runtime.getRuntime().halt(139);
                case HANG -> Hang.forever();
                case EXHAUST -> Exhaustion.now();
            }
        }

        private void end(ItemResult result) {
            free();
            if (cancelled) {
                listener.ended();
                return;
            }
            listener.finished(result);
        }

        private ItemOutput output() {
            return new ItemOutput(
                    item.position(),
                    ScriptedModel.answer(item.input()),
                    false,
                    new Usage(item.input().length() / 4, 8, 8, 0),
                    new Provenance(pool.model(), pool.quantization(), null, task.schemaHash(), "sha256:scripted"),
                    Evidence.NONE);
        }

        @Override
        public void cancel() {
            cancelled = true;
        }
    }
}
