package dev.winnow.engine.decoder;

import dev.winnow.engine.model.DecoderShape;
import dev.winnow.engine.model.LoadableModel;
import dev.winnow.engine.model.WeightReader;
import dev.winnow.engine.torch.Torch;
import dev.winnow.engine.torch.TorchCall;
import dev.winnow.engine.torch.TorchModule;
import dev.winnow.engine.torch.TorchValue;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A model in memory: reserves slots, prefills prompts, and gives each running row its next scores. Confined to one
 * thread at a time, which has called {@link Torch#prepareThread()}; loading prepares its own.
 */
public final class Decoder implements AutoCloseable {
    private final DecoderShape shape;
    private final NumericMode mode;
    private final DecoderSettings settings;
    private final MemoryPlan memory;
    private final SharedWeights shared;
    private final TorchModule module;
    private final DecoderWeights weights;
    private final KvCache cache;
    private final RunList runs = new RunList();
    private final float[] scoreRow;
    private Logits last;

    Decoder(
            DecoderShape shape,
            NumericMode mode,
            DecoderSettings settings,
            MemoryPlan memory,
            long kvTokens,
            SharedWeights shared) {
        this.shape = shape;
        this.mode = mode;
        this.settings = settings;
        this.memory = memory;
        this.shared = shared;
        this.module = shared.module();
        this.weights = shared.weights();
        this.cache = new KvCache(module, shape, kvTokens, runs::close);
        this.scoreRow = new float[shape.vocabulary()];
        this.last = Logits.none(module, scoreRow);
    }

    /**
     * Loads a model as one decoder.
     *
     * @param settings in one lane
     * @throws MemoryRefusedException if it cannot fit the budget
     * @throws ModeRefusedException if this machine cannot compute in the mode, or not with this model's sizes
     * @throws dev.winnow.engine.model.ModelRefusedException if a weight is missing, has another shape, or has a value
     *     that is no number or that the mode cannot hold
     * @throws dev.winnow.engine.torch.TorchUnavailableException if the native library or the device cannot be used
     */
    public static Decoder load(LoadableModel model, NumericMode mode, MemoryBudget budget, DecoderSettings settings) {
        return DecoderLoading.only(loadLanes(model, mode, budget, settings));
    }

    /** Loads a decoder of any shape and weights, as the other one does. */
    public static Decoder load(
            DecoderShape shape, WeightReader reader, NumericMode mode, MemoryBudget budget, DecoderSettings settings) {
        return DecoderLoading.only(loadLanes(shape, reader, mode, budget, settings));
    }

    /**
     * Loads a model as so many decoders as the settings have lanes. Each is confined to a thread of its own and closed
     * by its user; the last one takes the weights along.
     */
    public static List<Decoder> loadLanes(
            LoadableModel model, NumericMode mode, MemoryBudget budget, DecoderSettings settings) {
        return new DecoderLoading(model.shape(), mode, budget, settings).of(model);
    }

    /** Loads decoders of any shape and weights, as the other one does. */
    public static List<Decoder> loadLanes(
            DecoderShape shape, WeightReader reader, NumericMode mode, MemoryBudget budget, DecoderSettings settings) {
        return new DecoderLoading(shape, mode, budget, settings).of(reader);
    }

    /**
     * What a decoder's memory would go to, and whether this machine computes in the mode, without loading anything.
     *
     * @throws MemoryRefusedException if it cannot fit the budget
     * @throws ModeRefusedException if this machine cannot compute in the mode, or not with this model's sizes
     */
    public static MemoryPlan plan(DecoderShape shape, NumericMode mode, MemoryBudget budget, DecoderSettings settings) {
        return new DecoderLoading(shape, mode, budget, settings).plan();
    }

    /** The model's sizes. */
    public DecoderShape shape() {
        return shape;
    }

    /** How weights are kept. */
    public NumericMode mode() {
        return mode;
    }

    /** How it is run; of several lanes, one's part. */
    public DecoderSettings settings() {
        return settings;
    }

    /** What its memory goes to, that of its neighbours included. */
    public MemoryPlan memory() {
        return memory;
    }

    /** What its adapters must be like. */
    public AdapterForm adapterForm() {
        return new AdapterForm(shape, mode.on(settings.device()).activationBytes(), factor -> {
            try (factor) {
                return module.call("activation").with(factor).run();
            }
        });
    }

    /** The longest row that can ever run, in tokens of prompt and output. */
    public long longestRow() {
        return Math.min(shape.contextTokens(), cache.mostTokens());
    }

    /** The most tokens that all its slots may come to hold. */
    public long kvTokens() {
        return cache.mostTokens();
    }

    /** Tokens that slots in use may come to hold. */
    public long reservedTokens() {
        return cache.reservedTokens();
    }

    /** Reserves a slot for a row of the base model, as {@link #reserve(int, Adapter)} does. */
    public @Nullable KvSlot reserve(int tokens) {
        return reserve(tokens, null);
    }

    /**
     * Reserves a slot for a row.
     *
     * @param tokens of prompt and output together, at most {@link #longestRow()}
     * @param adapter of this model, open while anything is computed in the slot; null for the base model alone
     * @return null if there is no room until other slots are released
     */
    public @Nullable KvSlot reserve(int tokens, @Nullable Adapter adapter) {
        if (tokens < 1 || tokens > longestRow()) {
            throw new IllegalArgumentException("a row has from 1 to %d tokens, not %d".formatted(longestRow(), tokens));
        }
        return cache.reserve(tokens, adapter);
    }

    /** Gives a slot back; it must not be used afterwards. */
    public void release(KvSlot slot) {
        cache.release(slot);
    }

    /**
     * Gives an empty slot the first tokens of another one, whose prompt begins alike: copying what was computed for
     * them is a thousand times cheaper than computing it again.
     *
     * @param from of the same adapter
     * @param tokens that both have in common, at most those that {@code from} holds
     */
    public void copyPrefix(KvSlot from, KvSlot to, int tokens) {
        if (to.tokens() > 0 || tokens < 1 || tokens > from.tokens()) {
            throw new IllegalArgumentException(
                    "%d tokens of %d into a slot with %d".formatted(tokens, from.tokens(), to.tokens()));
        }
        if (from.adapter() != to.adapter()) {
            throw new IllegalArgumentException("what was computed with one adapter is nothing to another");
        }
        requireRoom(to, tokens);
        KvBand.copyPrefix(from, to, tokens);
    }

    /**
     * Runs some of a row's prompt: the tokens that follow those which its slot holds.
     *
     * @param tokens at most {@link DecoderSettings#chunkTokens()}
     * @param ends whether the prompt ends with them
     * @return scores of the token after the prompt, one row; null if the prompt goes on
     */
    public @Nullable Logits prefill(KvSlot slot, int[] tokens, boolean ends) {
        if (tokens.length < 1 || tokens.length > settings.chunkTokens()) {
            throw new IllegalArgumentException(
                    "a chunk has from 1 to %d tokens, not %d".formatted(settings.chunkTokens(), tokens.length));
        }
        requireRoom(slot, tokens.length);
        last.close();
        TorchCall call = module.call("prefill")
                .withTensor(Arrays.stream(tokens).asLongStream().toArray())
                .with(slot.tokens())
                .with(slot.index());
        AdapterMix adapters = new AdapterMix();
        adapters.add(slot.adapter(), 0, tokens.length);
        KvBand band = slot.band();
        try (adapters;
                TorchValue keys = TorchValue.list(band.keys());
                TorchValue values = TorchValue.list(band.values());
                TorchValue stream = adapters.passTo(withWeights(call))
                        .with(keys)
                        .with(values)
                        .run()) {
            Logits logits = ends ? logits(stream, 1) : null;
            slot.add(tokens.length);
            return logits;
        }
    }

    /**
     * Takes one step: each row takes its tokens and gets the scores of what follows them. If it fails, no row has
     * moved.
     *
     * @param feeds each row once, together at most {@link DecoderSettings#stepTokens()} tokens
     * @return scores after each token that is to be scored, feed by feed
     */
    public Logits step(List<Feed> feeds) {
        int tokens = feeds.stream().mapToInt(feed -> feed.tokens().length).sum();
        if (tokens < 1 || tokens > settings.stepTokens()) {
            throw new IllegalArgumentException(
                    "a step has from 1 to %d tokens, not %d".formatted(settings.stepTokens(), tokens));
        }
        feeds.forEach(feed -> requireRoom(feed.slot(), feed.tokens().length));
        last.close();
        cache.compact();
        StepLayout layout = runs.arrange(feeds);
        TorchCall call = module.call("decode")
                .withTensor(layout.ids())
                .withTensor(layout.positions())
                .withTensor(layout.padding())
                .withTensor(layout.places())
                .withList(layout.runs());
        try (AdapterMix adapters = layout.adapters();
                TorchValue stream = adapters.passTo(withWeights(call))
                        .with(runs.keys())
                        .with(runs.values())
                        .run()) {
            Logits logits = scoredLogits(stream, layout.scored());
            feeds.forEach(feed -> feed.slot().add(feed.tokens().length));
            return logits;
        }
    }

    private Logits scoredLogits(TorchValue stream, long[] scored) {
        if (scored.length == 0) {
            return Logits.none(module, scoreRow);
        }
        try (TorchValue some =
                module.call("picked").with(stream).withTensor(scored).run()) {
            return logits(some, scored.length);
        }
    }

    /** Frees all memory. */
    @Override
    public void close() {
        last.close();
        runs.close();
        cache.close();
        shared.release();
    }

    private TorchCall withWeights(TorchCall call) {
        return call.withList(shape.layers(), shape.heads(), shape.kvHeads(), shape.headDim())
                .withReal(shape.normEpsilon())
                .with(shared.frequencies())
                .with(weights.embedding())
                .with(weights.linears())
                .with(weights.biases())
                .with(weights.gains())
                .with(weights.headGains());
    }

    private Logits logits(TorchValue stream, int rows) {
        TorchValue scores = module.call("logits")
                .with(stream)
                .withReal(shape.normEpsilon())
                .with(weights.linears())
                .with(weights.gains())
                .run();
        last = Logits.of(module, scores, rows, scoreRow);
        return last;
    }

    private static void requireRoom(KvSlot slot, int more) {
        if (slot.tokens() + more > slot.capacity()) {
            throw new IllegalArgumentException("the slot has room for %d tokens, not for %d more after %d"
                    .formatted(slot.capacity(), more, slot.tokens()));
        }
    }
}
