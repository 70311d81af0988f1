package dev.winnow.engine.generation;

import static java.util.Objects.requireNonNull;

import dev.winnow.engine.decoder.Decoder;
import dev.winnow.engine.generation.GenerationOutcome.GenerationFailed;
import dev.winnow.engine.generation.GenerationOutcome.Reason;
import dev.winnow.engine.torch.Torch;
import java.time.Duration;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a decoder on a thread of its own, with one continuous batch: rows join at any step when a slot and memory are
 * free, and leave when they end. A round reads prompts for about a second, while there are places for their rows, and
 * takes one step of all decoding rows: the batch fills and stays full, since a step costs little more for many rows
 * than for few, and none waits for long. Requests begin in the order of their arrival; a long one that waits for memory
 * is not overtaken.
 */
public final class GenerationLoop implements Generator {
    private static final Logger LOG = LoggerFactory.getLogger(GenerationLoop.class);

    private static final long PREFILL_NANOS = Duration.ofSeconds(1).toNanos();

    private final Decoder decoder;
    private final LoopSettings settings;
    private final RequestLimits limits;
    private final WaitingLine line;
    private final TokenRate rate = new TokenRate();
    private final Batch batch;
    private final Thread thread;
    private volatile int running;
    private volatile long reservedTokens;
    private volatile long sharedTokens;

    private GenerationLoop(Decoder decoder, LoopSettings settings) {
        this.decoder = decoder;
        this.settings = settings;
        this.limits = RequestLimits.of(decoder);
        this.line = new WaitingLine(settings.mostWaiting());
        this.batch = new Batch(decoder, settings, rate);
        this.thread = new Thread(this::run, "generation");
    }

    /**
     * Starts a loop.
     *
     * @param decoder belongs to the loop from now on, which closes it
     */
    public static GenerationLoop start(Decoder decoder, LoopSettings settings) {
        GenerationLoop loop = new GenerationLoop(decoder, settings);
        loop.thread.start();
        return loop;
    }

    @Override
    public Submission submit(GenerationRequest request, GenerationListener listener) {
        return line.add(request, listener, limits.refusal(request) == null);
    }

    @Override
    public void cancel(GenerationId id) {
        line.cancel(id);
    }

    @Override
    public GenerationLoad load() {
        return new GenerationLoad(
                running,
                line.size(),
                rate.perSecond(settings.nanos().getAsLong()),
                reservedTokens,
                decoder.memory().kvTokens());
    }

    /** Prompt tokens that rows took over from others instead of computing them, so far. */
    long sharedTokens() {
        return sharedTokens;
    }

    @Override
    public void close() {
        if (Thread.currentThread() == thread) {
            throw new IllegalStateException("a listener must not close its generator: the loop would wait for itself");
        }
        line.close();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true; // native memory is freed only once the thread has ended
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            Torch.prepareThread();
            while (!line.isClosed()) {
                round();
            }
        } finally {
            line.close();
            batch.cancelAll();
            line.takeAll().forEach(GenerationLoop::cancelled);
            publishLoad();
            decoder.close();
        }
    }

    // A fault that no row's own handling has caught ends the rows at hand, and the loop goes on.
    private void round() {
        try {
            endUnwanted();
            prefill();
            batch.step();
            publishLoad();
            if (batch.rows() == 0) {
                line.await();
            }
        } catch (InterruptedException e) {
            line.close();
        } catch (RuntimeException | OutOfMemoryError e) {
            LOG.error("The generation loop failed; {} rows end with it", batch.rows(), e);
            batch.failAll(e);
        }
    }

    private void prefill() {
        long begun = settings.nanos().getAsLong();
        int read;
        do {
            beginNext();
            publishLoad();
            read = batch.prefill();
        } while (read > 0 && settings.nanos().getAsLong() - begun < PREFILL_NANOS);
    }

    private void endUnwanted() {
        line.takeImpossible().forEach(this::refused);
        Set<GenerationId> cancelled = line.takeCancelled();
        line.take(cancelled).forEach(GenerationLoop::cancelled);
        batch.cancel(cancelled);
        batch.endLateRows();
    }

    private void beginNext() {
        PendingRequest first = line.first();
        if (first != null && batch.hasPlace() && batch.begin(first)) {
            line.removeFirst();
        }
    }

    private void refused(PendingRequest pending) {
        pending.tell(requireNonNull(limits.refusal(pending.request())));
    }

    private static void cancelled(PendingRequest pending) {
        pending.tell(new GenerationFailed(Reason.CANCELLED, "the item was cancelled before it began"));
    }

    private void publishLoad() {
        running = batch.rows();
        reservedTokens = decoder.reservedTokens();
        sharedTokens = batch.sharedTokens();
    }
}
