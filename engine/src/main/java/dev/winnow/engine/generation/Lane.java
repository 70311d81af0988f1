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
 * than for few, and none waits for long. While somebody waits for a row, the others wait a few rounds for each of their
 * own, and their prompts for longer.
 */
final class Lane {
    private static final Logger LOG = LoggerFactory.getLogger(Lane.class);

    private static final long PREFILL_NANOS = Duration.ofSeconds(1).toNanos();

    // A step of a full batch takes several times as long as one of a single row.
    private static final int ROUNDS_OF_URGENT = 3;

    // A prompt costs as much as several steps, and whoever reads it now need not read it later: it waits for a short
    // document to end, and goes on beside those who wait all the time.
    private static final int ROUNDS_WITHOUT_PROMPTS = 12;

    private final int number;
    private final Decoder decoder;
    private final LoopSettings settings;
    private final RequestLimits limits;
    private final WaitingLine line;
    private final CoreShare cores;
    private final Batch batch;
    private final Thread thread;
    private boolean occupied;
    private int threads;
    private int roundsWithUrgent;
    private volatile int running;
    private volatile long reservedTokens;
    private volatile long sharedTokens;

    /** @param decoder belongs to the lane from now on, which closes it */
    Lane(int number, Decoder decoder, LoopSettings settings, WaitingLine line, Tally tally, CoreShare cores) {
        this.number = number;
        this.decoder = decoder;
        this.settings = settings;
        this.limits = RequestLimits.of(decoder);
        this.line = line;
        this.cores = cores;
        this.batch = new Batch(decoder, settings, tally);
        this.thread = new Thread(this::run, "generation-" + number);
    }

    void start() {
        thread.start();
    }

    Thread thread() {
        return thread;
    }

    /** Rows in prefill or decode. */
    int running() {
        return running;
    }

    /** Tokens of its cache that rows have reserved, or that are kept for rows that begin alike. */
    long reservedTokens() {
        return reservedTokens;
    }

    /** Prompt tokens that rows took over from others instead of computing them, so far. */
    long sharedTokens() {
        return sharedTokens;
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
            line.takeAll().forEach(Lane::cancelled);
            publishLoad();
            decoder.close();
        }
    }

    // A fault that no row's own handling has caught ends the rows at hand, and the lane goes on.
    private void round() {
        try {
            endUnwanted();
            long begun = settings.nanos().getAsLong();
            beginNext();
            roundsWithUrgent = batch.hasUrgent() ? roundsWithUrgent + 1 : 0;
            boolean urgentOnly = roundsWithUrgent % (ROUNDS_OF_URGENT + 1) > 0;
            boolean urgentPromptsOnly =
                    urgentOnly || (roundsWithUrgent > 0 && roundsWithUrgent <= ROUNDS_WITHOUT_PROMPTS);
            prefill(begun, urgentPromptsOnly);
            takeCores();
            batch.step(urgentOnly);
            publishLoad();
            if (batch.rows() == 0) {
                takeCores();
                line.await(number);
            }
        } catch (InterruptedException e) {
            line.close();
        } catch (RuntimeException | OutOfMemoryError e) {
            LOG.error("The generation loop failed; {} rows end with it", batch.rows(), e);
            batch.failAll(e);
        }
    }

    private void prefill(long begun, boolean urgentPromptsOnly) {
        int read;
        do {
            beginNext();
            publishLoad();
            takeCores();
            read = batch.prefill(urgentPromptsOnly);
        } while (read > 0 && !batch.hasUrgent() && settings.nanos().getAsLong() - begun < PREFILL_NANOS);
    }

    /** Takes the lane's part of the cores, or leaves them to others. */
    private void takeCores() {
        boolean rows = batch.rows() > 0;
        if (rows != occupied) {
            occupied = rows;
            if (rows) {
                cores.occupied();
            } else {
                cores.vacated();
            }
        }
        int share = cores.threads();
        if (rows && share != threads) {
            Torch.useThreads(share);
            threads = share;
        }
    }

    private void endUnwanted() {
        line.takeImpossible().forEach(this::refused);
        Set<GenerationId> cancelled = line.takeCancelled(number);
        line.take(cancelled).forEach(Lane::cancelled);
        batch.cancel(cancelled);
        batch.endLateRows();
    }

    private void beginNext() {
        boolean place = batch.hasPlace();
        boolean urgentPlace = batch.hasUrgentPlace();
        if (place || urgentPlace) {
            line.beginFirst(urgentPlace, place, batch::begin);
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
