package dev.winnow.engine.decoder;

import static java.util.Objects.requireNonNull;

/**
 * How a decoder is run.
 *
 * @param mostRows rows that may decode at once
 * @param chunkTokens prompt tokens that one prefill call takes at most: it bounds the working set, and how long
 *     decoding rows wait for it
 * @param adapterBytes memory that is kept for adapters, as an {@link AdapterPool} takes it
 * @param device where it computes
 * @param lanes decoders that share the weights and run side by side, each with its part of the rows and of the cache:
 *     what computes on one core waits for no other
 */
public record DecoderSettings(int mostRows, int chunkTokens, long adapterBytes, Device device, int lanes) {
    /** What suits a CPU. */
    public static final DecoderSettings DEFAULT = new DecoderSettings(32, 512);

    /** The most that share weights. */
    public static final int MOST_LANES = 64;

    // Scores of more would take memory that the cache makes better use of.
    private static final int MOST_STEP_TOKENS = 192;

    public DecoderSettings {
        requireNonNull(device, "device");
        if (mostRows < 1 || mostRows > 1024) {
            throw new IllegalArgumentException("mostRows must be from 1 to 1024, was " + mostRows);
        }
        if (chunkTokens < 1 || chunkTokens > 8192) {
            throw new IllegalArgumentException("chunkTokens must be from 1 to 8192, was " + chunkTokens);
        }
        if (adapterBytes < 0) {
            throw new IllegalArgumentException("adapterBytes must be at least 0, was " + adapterBytes);
        }
        if (lanes < 1 || lanes > Math.min(MOST_LANES, mostRows)) {
            throw new IllegalArgumentException(
                    "lanes must be from 1 to %d, a row each, was %d".formatted(Math.min(MOST_LANES, mostRows), lanes));
        }
    }

    /** On the CPU, in one lane, without adapters. */
    public DecoderSettings(int mostRows, int chunkTokens) {
        this(mostRows, chunkTokens, 0, Device.CPU, 1);
    }

    /** The same with memory for adapters. */
    public DecoderSettings withAdapters(long bytes) {
        return new DecoderSettings(mostRows, chunkTokens, bytes, device, lanes);
    }

    /** The same elsewhere. */
    public DecoderSettings on(Device where) {
        return new DecoderSettings(mostRows, chunkTokens, adapterBytes, where, lanes);
    }

    /** The same with so many rows at the most. */
    public DecoderSettings withRows(int most) {
        return new DecoderSettings(most, chunkTokens, adapterBytes, device, lanes);
    }

    /** The same in so many lanes. */
    public DecoderSettings inLanes(int count) {
        return new DecoderSettings(mostRows, chunkTokens, adapterBytes, device, count);
    }

    /** Those of one of the lanes. */
    DecoderSettings ofLane() {
        return new DecoderSettings((mostRows + lanes - 1) / lanes, chunkTokens, adapterBytes, device, 1);
    }

    /** The most tokens of all rows together in one step, each of which may be scored. */
    public int stepTokens() {
        return Math.max(mostRows, Math.min(MOST_STEP_TOKENS, mostRows * Feed.MOST_TOKENS));
    }
}
