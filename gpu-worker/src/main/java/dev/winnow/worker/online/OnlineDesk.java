package dev.winnow.worker.online;

import dev.winnow.common.online.OnlineReply;
import dev.winnow.common.result.ItemResult;
import dev.winnow.common.trace.TraceParent;
import dev.winnow.common.work.OnlineWork;
import dev.winnow.worker.extraction.Extraction;
import dev.winnow.worker.extraction.ExtractionListener;
import dev.winnow.worker.extraction.Extractor;
import dev.winnow.worker.log.Subject;
import dev.winnow.worker.shard.AwakeTime;
import dev.winnow.worker.trace.WorkTracer;
import io.opentelemetry.api.trace.Span;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Has documents done that somebody waits for. A delivery is acked when its document has ended. Thread-safe. */
public final class OnlineDesk {
    private final Extractor extractor;
    private final Consumer<ItemResult> count;
    private final WorkTracer tracer;
    private final BooleanSupplier mayBegin;
    private final AwakeTime awake;
    private final Map<UUID, Run> running = new ConcurrentHashMap<>();
    private final Deque<Run> waiting = new ArrayDeque<>();

    /**
     * Takes who does the work.
     *
     * @param count told of every result
     * @param tracer begins their spans
     * @param mayBegin false while something must run alone
     */
    public OnlineDesk(
            Extractor extractor, Consumer<ItemResult> count, WorkTracer tracer, BooleanSupplier mayBegin, Clock clock) {
        this.extractor = extractor;
        this.count = count;
        this.tracer = tracer;
        this.mayBegin = mayBegin;
        this.awake = new AwakeTime(clock);
    }

    /** Whether something of it is in the engine's hands. */
    public boolean isAtWork() {
        return !running.isEmpty();
    }

    /**
     * A document has come.
     *
     * @param asked where in a trace it was sent, or null
     */
    void arrived(OnlineWork work, @Nullable TraceParent asked, Settlement settlement, Replies replies, String cancels) {
        synchronized (waiting) {
            waiting.add(new Run(work, asked, settlement, replies, cancels));
        }
        tick();
    }

    /** Begins what may begin. */
    public void tick() {
        for (Run next = next(); next != null; next = next()) {
            begin(next);
        }
    }

    private @Nullable Run next() {
        synchronized (waiting) {
            return mayBegin.getAsBoolean() ? waiting.poll() : null;
        }
    }

    private void begin(Run run) {
        running.put(run.work.request(), run);
        // Before the engine has it: whatever it dies of is counted, and however long it waits there can be cancelled.
        run.say(new OnlineReply.Begun(run.work.request(), run.work.attempt(), run.cancels));
        run.runs(extractor.startUrgently(run.work.task(), run.work.item(), run));
    }

    void cancel(UUID request) {
        synchronized (waiting) {
            waiting.removeIf(run -> {
                boolean meant = run.work.request().equals(request);
                if (meant) {
                    run.settlement.ack();
                }
                return meant;
            });
        }
        Run run = running.get(request);
        if (run != null) {
            run.cancel();
        }
    }

    /** Gives back what has not begun. */
    public void giveBackWaiting() {
        synchronized (waiting) {
            waiting.forEach(run -> run.settlement.giveBack());
            waiting.clear();
        }
    }

    /** Whoever waits hears nothing any more: nothing goes on. */
    void disconnected() {
        synchronized (waiting) {
            waiting.clear();
        }
        running.values().forEach(Run::cancel);
    }

    /** Gives up what the engine has had for its whole limit without beginning it: nobody waits for it any more. */
    public void cancelUnbegun() {
        List.copyOf(running.values()).stream().filter(Run::isOverdueUnbegun).forEach(Run::cancel);
    }

    /** Whether something is longer at work than its limit and a margin allow. To be called every second. */
    public boolean hangs(Duration margin) {
        synchronized (awake) {
            awake.tick();
        }
        return List.copyOf(running.values()).stream().anyMatch(run -> run.hangs(margin));
    }

    private Duration now() {
        synchronized (awake) {
            return awake.now();
        }
    }

    /** One document on its way. */
    private final class Run implements ExtractionListener {
        private final OnlineWork work;
        private final @Nullable TraceParent asked;
        private final Settlement settlement;
        private final Replies replies;
        private final String cancels;
        private final Duration arrived = now();
        private @Nullable Extraction extraction;
        private @Nullable Duration begun;
        private @Nullable Span span;
        private boolean cancelled;

        private Run(
                OnlineWork work, @Nullable TraceParent asked, Settlement settlement, Replies replies, String cancels) {
            this.work = work;
            this.asked = asked;
            this.settlement = settlement;
            this.replies = replies;
            this.cancels = cancels;
        }

        private void runs(Extraction started) {
            boolean over;
            synchronized (this) {
                extraction = started;
                over = cancelled;
            }
            if (over) {
                started.cancel();
            }
        }

        private void cancel() {
            Extraction started;
            synchronized (this) {
                cancelled = true;
                started = extraction;
            }
            if (started != null) {
                started.cancel();
            }
        }

        private Duration limit() {
            return Duration.ofSeconds(work.task().itemSeconds());
        }

        private synchronized boolean isOverdueUnbegun() {
            return begun == null && !cancelled && now().minus(arrived).compareTo(limit()) > 0;
        }

        private synchronized boolean hangs(Duration margin) {
            return begun != null && now().minus(begun).compareTo(limit().plus(margin)) > 0;
        }

        @Override
        public synchronized void begun() {
            begun = now();
            if (span == null) {
                span = tracer.document(work, asked);
            }
        }

        @Override
        public void inItsName(Runnable task) {
            Subject.request(work.request()).run(task);
        }

        @Override
        public synchronized void putBack() {
            begun = null;
        }

        @Override
        public void wrote(String text) {
            say(new OnlineReply.Written(work.request(), work.attempt(), text));
        }

        @Override
        public void finished(ItemResult result) {
            count.accept(result);
            WorkTracer.end(span(), result);
            say(new OnlineReply.Ended(work.request(), work.attempt(), result));
            ended();
        }

        @Override
        public void ended() {
            span().end();
            running.remove(work.request(), this);
            settlement.ack();
        }

        private synchronized Span span() {
            // It may have failed, or been cancelled, before it began.
            return span == null ? Span.getInvalid() : span;
        }

        private void say(OnlineReply reply) {
            if (!replies.send(work.replyTo(), reply)) {
                cancel();
            }
        }
    }
}
