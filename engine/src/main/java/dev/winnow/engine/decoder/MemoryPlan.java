package dev.winnow.engine.decoder;

import dev.winnow.engine.model.DecoderShape;

/**
 * What a decoder's memory goes to, computed before anything is loaded.
 *
 * @param weightBytes weights as the numeric mode keeps them
 * @param workBytes what one prefill chunk or one decode step needs at most, above weights and cache
 * @param adapterBytes what is kept for adapters
 * @param kvTokens tokens that the KV cache may hold, over all rows
 * @param kvBytesPerToken keys and values of one token in all layers
 */
public record MemoryPlan(long weightBytes, long workBytes, long adapterBytes, long kvTokens, long kvBytesPerToken) {
    // A cache that cannot hold this much could not run one ordinary item.
    private static final int FEWEST_KV_TOKENS = 256;
    // Of a weight that is brought back from 4 bits: half an index of 32 bits, the value, and what it is scaled to.
    private static final long UNPACKED_BYTES = 6;

    /**
     * Plans a decoder.
     *
     * @param settings how it will be run
     * @throws MemoryRefusedException if weights, working set and a small KV cache exceed the budget
     */
    static MemoryPlan of(DecoderShape shape, NumericMode mode, MemoryBudget budget, DecoderSettings settings) {
        Device device = settings.device();
        long weights = weightBytes(shape, mode, device);
        long lanes = settings.lanes();
        long work = lanes * workBytes(shape, mode, settings.ofLane());
        long perToken =
                2L * shape.layers() * shape.keyValueWidth() * mode.on(device).cacheBytes();
        // A band of the cache grows layer by layer, with the old and the new tensor of one layer side by side; a step's
        // mask has a number for each of a key head's queries and each token of the cache, and is made from another one.
        long perTokenMasked = 2L * Float.BYTES * Feed.MOST_TOKENS * shape.heads() / shape.kvHeads();
        long perTokenWhileGrowing = perToken + Math.max(perToken / shape.layers(), perTokenMasked);
        long adapters = settings.adapterBytes();
        long left = budget.bytes() - weights - work - adapters;
        long wanted = Math.min((long) settings.mostRows() * shape.contextTokens(), left / perTokenWhileGrowing);
        long loading = loadingBytes(shape, mode);
        if (weights + loading > budget.bytes()) {
            throw new MemoryRefusedException(
                    "the model needs %d MiB for weights (%s) and %d MiB more while they are loaded, but the memory budget"
                                    .formatted(mebibytes(weights), mode.wireName(), mebibytes(loading))
                            + " is %d MiB: raise the budget, or take a smaller model or quantization"
                                    .formatted(mebibytes(budget.bytes())));
        }
        if (wanted / lanes < Math.min(FEWEST_KV_TOKENS, shape.contextTokens())) {
            throw new MemoryRefusedException(
                    "the model needs %d MiB for weights (%s), %d MiB to work, %d MiB for adapters and %d MiB for %d tokens of"
                                    .formatted(
                                            mebibytes(weights),
                                            mode.wireName(),
                                            mebibytes(work),
                                            mebibytes(adapters),
                                            mebibytes(lanes * FEWEST_KV_TOKENS * perTokenWhileGrowing),
                                            lanes * FEWEST_KV_TOKENS)
                            + " KV cache, but the memory budget is %d MiB: raise the budget, or take a smaller model or quantization"
                                    .formatted(mebibytes(budget.bytes())));
        }
        return new MemoryPlan(weights, work, adapters, wanted, perToken);
    }

    /** Everything together, at its most. */
    public long totalBytes() {
        return weightBytes + workBytes + adapterBytes + kvTokens * kvBytesPerToken;
    }

    private static long weightBytes(DecoderShape shape, NumericMode mode, Device device) {
        long layer = mode.packedBytes(shape.hidden(), shape.queryWidth() + 2 * shape.keyValueWidth())
                + mode.packedBytes(shape.queryWidth(), shape.hidden())
                + mode.packedBytes(shape.hidden(), 2 * shape.intermediate())
                + mode.packedBytes(shape.intermediate(), shape.hidden());
        long table = (long) shape.vocabulary() * shape.hidden();
        // In f32 a tied head is the embedding table itself on a CPU; all else packs it anew.
        boolean shared = mode == NumericMode.F32 && device == Device.CPU && shape.tiedHead();
        int embedding = mode == NumericMode.F16 ? Short.BYTES : mode.on(device).activationBytes();
        return shape.layers() * layer
                + table * embedding
                + (shared ? 0 : mode.packedBytes(shape.hidden(), shape.vocabulary()));
    }

    /** What is taken for a moment, above all weights, while they are packed. */
    private static long loadingBytes(DecoderShape shape, NumericMode mode) {
        long table = (long) shape.vocabulary() * shape.hidden();
        long layer =
                shape.hidden() * Math.max(2L * shape.intermediate(), shape.queryWidth() + 2L * shape.keyValueWidth());
        return switch (mode) {
            case F32 -> 0; // loaded into its place
            case F16 -> 6 * Math.max(table, layer); // the matrix in f32, and as a file has it
            case BF16 -> 4 * Math.max(table, layer); // the matrix in f32
            // A scaled copy in f32 and one in 8 bits, and the matrix itself; the table's is the embedding, or its
            // place.
            case INT8, INT8W7, INT8X2 -> Math.max(5 * table, 9 * layer);
            // The matrix and a scaled copy in f32, its codes as integers of 32 bits and of 8.
            case INT4, NF4 -> 13 * Math.max(table, layer);
        };
    }

    private static long workBytes(DecoderShape shape, NumericMode mode, DecoderSettings settings) {
        int chunkTokens = settings.chunkTokens();
        long mostTokens = Math.max(chunkTokens, settings.stepTokens());
        // Of a chunk at the end of the context: residual, norm, query+key+value twice, gate+up and their product ...
        long perToken = 4L * shape.hidden() + 4L * shape.queryWidth() + (2L + 2L * mode.terms()) * shape.intermediate();
        if (shape.qkNorm()) {
            perToken += (long) shape.queryWidth() + shape.keyValueWidth(); // ... queries and keys once more, normed ...
        }
        // ... where a step's rows are all padded to the widest, their queries and what these give, each twice ...
        long padded = 4L * settings.mostRows() * Feed.MOST_TOKENS * shape.queryWidth();
        // ... its mask, and one layer's keys and values repeated for each query head.
        long mask = 2L * chunkTokens * shape.contextTokens();
        long repeated = 2L * shape.contextTokens() * shape.queryWidth();
        // A score in f32; where activations are narrower, beside it what it was rounded from, and at the most integers.
        int activation = mode.on(settings.device()).activationBytes();
        long perScore = activation == Float.BYTES ? Float.BYTES : activation + 2L * Float.BYTES;
        long logits = mode.terms() * perScore * settings.stepTokens() * shape.vocabulary();
        long unpacked = mode == NumericMode.NF4 ? UNPACKED_BYTES * largestProjection(shape) : 0;
        return Float.BYTES * (mostTokens * perToken + padded + mask + repeated) + logits + unpacked;
    }

    private static long largestProjection(DecoderShape shape) {
        return (long) shape.hidden() * Math.max(shape.vocabulary(), 2 * shape.intermediate());
    }

    private static long mebibytes(long bytes) {
        return (bytes + (1 << 20) - 1) >> 20;
    }
}
