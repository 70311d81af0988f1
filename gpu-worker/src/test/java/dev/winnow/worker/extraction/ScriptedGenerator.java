package dev.winnow.worker.extraction;

import static java.util.Objects.requireNonNull;

import dev.winnow.engine.generation.GenerationId;
import dev.winnow.engine.generation.GenerationListener;
import dev.winnow.engine.generation.GenerationLoad;
import dev.winnow.engine.generation.GenerationOutcome;
import dev.winnow.engine.generation.GenerationRequest;
import dev.winnow.engine.generation.GenerationTotals;
import dev.winnow.engine.generation.Generator;
import dev.winnow.engine.generation.Submission;
import dev.winnow.engine.generation.Submission.Refusal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A generator that does what the test says. */
final class ScriptedGenerator implements Generator {
    record Taken(GenerationId id, GenerationRequest request, GenerationListener listener) {
        void answer(String output) {
            answer(output, false);
        }

        void answer(String output, boolean truncated) {
            int[] tokens = ByteModel.tokens(output);
            answer(tokens, new float[tokens.length], truncated);
        }

        void answer(int[] tokens, float[] logProbabilities, boolean truncated) {
            listener.finished(
                    new GenerationOutcome.Generated(tokens, logProbabilities, truncated, 7, Duration.ofMillis(1500)));
        }

        void fail(GenerationOutcome.Reason reason, String message) {
            listener.finished(new GenerationOutcome.GenerationFailed(reason, message));
        }
    }

    final List<GenerationId> cancelled = new ArrayList<>();
    /** Thrown by the next submission. */
    volatile @Nullable Error thrown;

    final AtomicInteger refusals = new AtomicInteger();
    volatile boolean busy;
    volatile boolean closed;

    private final BlockingQueue<Taken> taken = new LinkedBlockingQueue<>();
    private int takes = Integer.MAX_VALUE;
    private long last;

    @Override
    public synchronized Submission submit(GenerationRequest request, GenerationListener listener) {
        Error now = thrown;
        if (now != null) {
            thrown = null;
            throw now;
        }
        if (closed || busy || takes == 0) {
            refusals.incrementAndGet();
            return new Submission.Refused(closed ? Refusal.CLOSED : Refusal.BUSY);
        }
        takes--;
        GenerationId id = new GenerationId(++last);
        taken.add(new Taken(id, request, listener));
        return new Submission.Accepted(id);
    }

    Taken next() throws InterruptedException {
        return requireNonNull(taken.poll(10, TimeUnit.SECONDS), "nothing was submitted");
    }

    /** It is busy after so many more. */
    synchronized void takeOnly(int more) {
        takes = more;
    }

    synchronized long cancelledCount() {
        return cancelled.stream().distinct().count();
    }

    @Override
    public synchronized void cancel(GenerationId id) {
        cancelled.add(id);
    }

    @Override
    public GenerationLoad load() {
        return new GenerationLoad(0, taken.size(), 0, 0, 0);
    }

    @Override
    public GenerationTotals totals() {
        return GenerationTotals.NONE;
    }

    @Override
    public void close() {
        closed = true;
    }
}
