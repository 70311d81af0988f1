package dev.winnow.engine.training;

import dev.winnow.engine.decoder.Device;
import dev.winnow.engine.decoder.Projection;
import dev.winnow.engine.model.DecoderShape;

/**
 * What a training's memory goes to, computed before anything is loaded. What is left of the budget keeps the forward
 * pass of as many layers as it can, which need not be computed again then; the result is the same whatever is kept.
 *
 * @param baseBytes frozen weights
 * @param factorBytes factors, their gradients, and copies in the form in which they are multiplied
 * @param stateBytes the optimizer's state that is in memory at once
 * @param workBytes what one pack needs at most: the inputs of all layers, and one layer's forward and backward pass
 * @param keptLayers layers whose forward pass is kept for the backward pass
 * @param keptBytes what it takes to keep one of them
 * @param packTokens tokens of the largest pack
 * @param scoredAtOnce supervised tokens whose scores are in memory at once
 */
public record TrainingMemory(
        long baseBytes,
        long factorBytes,
        long stateBytes,
        long workBytes,
        int keptLayers,
        long keptBytes,
        int packTokens,
        int scoredAtOnce) {
    // Scores of a large vocabulary are the largest matrix of all: 48 MiB hold 256 tokens' of 49,152 in f32.
    private static final long SCORE_BYTES = 48L << 20;
    // A card launches some 25 kernels for each part of the scores.
    private static final long SCORE_BYTES_OF_A_CARD = 512L << 20;
    // Tokens whose attention is walked back at once.
    private static final int BLOCK = 128;

    /**
     * Plans a training.
     *
     * @param stateBytes of {@link StatePages#residentBytes}
     * @throws TrainingRefusedException if it does not fit with no layer kept
     */
    static TrainingMemory of(DecoderShape shape, TrainingSettings settings, long stateBytes, TrainingRoom room) {
        long most = room.device() == Device.CPU ? SCORE_BYTES : SCORE_BYTES_OF_A_CARD;
        int scored =
                (int) Math.max(1, Math.min(settings.packTokens(), most / (Float.BYTES * (long) shape.vocabulary())));
        long base = baseBytes(shape, settings);
        long factors = factorBytes(shape, settings);
        long work = workBytes(shape, settings, scored, room.device());
        long each = settings.packTokens() * savedBytes(shape, settings);
        long left = room.memory().bytes() - base - factors - stateBytes - work;
        if (left < 0) {
            throw new TrainingRefusedException(
                    "training needs %d MiB for the base (%s), %d MiB for factors and gradients, %d MiB for the optimizer and %d"
                                    .formatted(
                                            mebibytes(base),
                                            settings.base().wireName(),
                                            mebibytes(factors),
                                            mebibytes(stateBytes),
                                            mebibytes(work))
                            + " MiB for packs of %d tokens, but the memory budget is %d MiB: raise the budget, or take base nf4,"
                                    .formatted(
                                            settings.packTokens(),
                                            mebibytes(room.memory().bytes()))
                            + " fewer packTokens, a smaller rank, or a smaller page budget");
        }
        int kept = (int) Math.min(shape.layers(), left / each);
        return new TrainingMemory(base, factors, stateBytes, work, kept, each, settings.packTokens(), scored);
    }

    /** Everything together, at its most. */
    public long totalBytes() {
        return baseBytes + factorBytes + stateBytes + workBytes + keptLayers * keptBytes;
    }

    private static long baseBytes(DecoderShape shape, TrainingSettings settings) {
        long bytes = 0;
        for (Projection projection : Projection.ofLayer(shape, 0)) {
            bytes += settings.base().packedBytes(projection.inputs(), projection.outputs());
        }
        long table = (long) shape.vocabulary() * shape.hidden();
        return bytes * shape.layers()
                + table * (shape.tiedHead() ? 1 : 2) * settings.products().bytes();
    }

    private static long factorBytes(DecoderShape shape, TrainingSettings settings) {
        FactorLayout layout = new FactorLayout(shape, settings.lora());
        long narrow =
                settings.products() == Products.F32 ? 0 : settings.products().bytes();
        long blocks = 0;
        long[] ranks = layout.ranks();
        for (int group = 0; group < ranks.length; group++) {
            blocks += ranks[group] * layout.outputs(group);
        }
        return layout.values() * (2L * Float.BYTES + narrow)
                + shape.layers() * blocks * settings.products().bytes();
    }

    /** Of one token and one layer: what {@code saved} of {@code training.ts.py} takes. */
    private static long savedBytes(DecoderShape shape, TrainingSettings settings) {
        long ranks = 0;
        for (long each : new FactorLayout(shape, settings.lora()).ranks()) {
            ranks += each;
        }
        long products = 2L * shape.hidden()
                + 2L * shape.queryWidth()
                + 2L * shape.keyValueWidth()
                + 3L * shape.intermediate()
                + ranks;
        long heads = shape.qkNorm() ? shape.heads() + shape.kvHeads() : 0;
        return (products + heads * shape.headDim()) * settings.products().bytes()
                + Float.BYTES * (shape.hidden() + shape.heads() + 2L + heads);
    }

    private static long workBytes(DecoderShape shape, TrainingSettings settings, int scored, Device device) {
        int products = settings.products().bytes();
        long tokens = settings.packTokens();
        long all = shape.queryWidth() + 2L * shape.keyValueWidth();
        long stream = (shape.layers() + 1L) * shape.hidden() * Float.BYTES;
        // work of training.ts.py, ...
        long perToken = products * (2L * shape.hidden() + all + shape.queryWidth() + 3L * shape.intermediate())
                + Float.BYTES * (3L * shape.hidden() + all);
        // ... attention, ...
        long attention = device == Device.CPU ? attentionBytes(shape) : attentionBytesOfACard(shape, products);
        // ... a mask of dropout, on a card the numbers that it is made of, and what it is multiplied to ...
        long mask = device == Device.CPU ? products : 2L * Integer.BYTES + 1;
        long dropped = settings.lora().dropout() > 0 ? (mask + products) * shape.intermediate() : 0;
        // ... a projection as it is multiplied by, brought back from what it is kept as, ...
        long widest = (long) shape.hidden() * Math.max(2L * shape.intermediate(), all);
        long unpacked = widest * unpackedBytes(settings);
        // ... scores and what they are rounded from and to.
        long scores = (long) scored * shape.vocabulary() * (Float.BYTES + (products == Float.BYTES ? 0 : products));
        return tokens * (stream + savedBytes(shape, settings) + perToken + attention + dropped) + unpacked + scores;
    }

    /** Of one token of one example: keys and values, all gradients, and a block's weights and theirs. */
    private static long attentionBytes(DecoderShape shape) {
        return Float.BYTES
                * (2L * shape.queryWidth()
                        + 4L * shape.keyValueWidth()
                        + 2L * shape.headDim()
                        + 2L * BLOCK * shape.heads());
    }

    /** Of one token: keys and values for each head, what comes out, all gradients, and what the kernel adds up in. */
    private static long attentionBytesOfACard(DecoderShape shape, int products) {
        return shape.queryWidth() * (7L * products + 3L * Float.BYTES);
    }

    private static long unpackedBytes(TrainingSettings settings) {
        int products = settings.products().bytes();
        return switch (settings.base()) {
            case F32, BF16 ->
                settings.base().wireName().equals(settings.products().wireName()) ? 0 : products;
            case INT8 -> Float.BYTES + products;
            // Half an index of 32 bits, two values, and what they are scaled to.
            case NF4 -> Integer.BYTES / 2 + 2L * products;
        };
    }

    private static long mebibytes(long bytes) {
        return (bytes + (1 << 20) - 1) >> 20;
    }
}
