package dev.winnow.engine.generation;

import dev.winnow.engine.decoder.Decoder;
import dev.winnow.engine.torch.Torch;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs decoders of one model, each in a {@link Lane} of its own. Requests begin in the order of their arrival, wherever
 * a lane has room; a long one that waits for memory is not overtaken.
 */
public final class GenerationLoop implements Generator {
    private final LoopSettings settings;
    private final RequestLimits limits;
    private final WaitingLine line;
    private final Tally tally = new Tally();
    private final long kvTokens;
    private final List<Lane> lanes = new ArrayList<>();

    private GenerationLoop(List<Decoder> decoders, LoopSettings settings) {
        this.settings = settings;
        this.limits = RequestLimits.of(decoders.get(0));
        this.kvTokens = decoders.get(0).memory().kvTokens();
        this.line = new WaitingLine(settings.mostWaiting(), decoders.size());
        CoreShare cores = new CoreShare(Torch.threads());
        for (Decoder decoder : decoders) {
            lanes.add(new Lane(lanes.size(), decoder, settings, line, tally, cores));
        }
    }

    /**
     * Starts a loop of one lane.
     *
     * @param decoder belongs to the loop from now on, which closes it
     */
    public static GenerationLoop start(Decoder decoder, LoopSettings settings) {
        return start(List.of(decoder), settings);
    }

    /**
     * Starts a loop.
     *
     * @param decoders the lanes of one model; they belong to the loop from now on, which closes them
     */
    public static GenerationLoop start(List<Decoder> decoders, LoopSettings settings) {
        GenerationLoop loop = new GenerationLoop(decoders, settings);
        loop.lanes.forEach(Lane::start);
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
                lanes.stream().mapToInt(Lane::running).sum(),
                line.size(),
                tally.tokensPerSecond(settings.nanos().getAsLong()),
                lanes.stream().mapToLong(Lane::reservedTokens).sum(),
                kvTokens);
    }

    @Override
    public GenerationTotals totals() {
        return tally.totals(sharedTokens());
    }

    /** Prompt tokens that rows took over from others instead of computing them, so far. */
    long sharedTokens() {
        return lanes.stream().mapToLong(Lane::sharedTokens).sum();
    }

    @Override
    public void close() {
        if (lanes.stream().anyMatch(lane -> lane.thread() == Thread.currentThread())) {
            throw new IllegalStateException("a listener must not close its generator: the loop would wait for itself");
        }
        line.close();
        boolean interrupted = false;
        for (Lane lane : lanes) {
            while (lane.thread().isAlive()) {
                try {
                    lane.thread().join();
                } catch (InterruptedException e) {
                    interrupted = true; // native memory is freed only once the thread has ended
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
