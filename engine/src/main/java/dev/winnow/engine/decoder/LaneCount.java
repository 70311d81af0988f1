package dev.winnow.engine.decoder;

import dev.winnow.engine.model.DecoderShape;

/**
 * How many lanes suit a model on a machine. Lanes that compute on a core each do not wait for one another's short
 * pieces; but each step of each lane reads all weights, and each lane has only its part of the cache.
 */
public final class LaneCount {
    // More was not measured.
    private static final int MOST = 4;
    // Larger weights are better read once for all rows.
    private static final long LARGE_WEIGHTS = 1L << 30;

    private LaneCount() {}

    /**
     * The settings in the lanes that suit: as many as cores, up to four, if the weights are small and each lane's cache
     * holds the longest row; else one.
     *
     * @param cores that the process may compute on
     */
    public static DecoderSettings suiting(
            DecoderSettings settings, DecoderShape shape, NumericMode mode, MemoryBudget budget, int cores) {
        if (settings.device() != Device.CPU) {
            return settings.inLanes(1);
        }
        for (int lanes = Math.min(MOST, Math.min(cores, settings.mostRows())); lanes > 1; lanes--) {
            if (suits(settings.inLanes(lanes), shape, mode, budget)) {
                return settings.inLanes(lanes);
            }
        }
        return settings.inLanes(1);
    }

    /**
     * The settings with so many rows in each of the lanes that suit.
     *
     * @param cores that the process may compute on
     */
    public static DecoderSettings suitingWithRowsEach(
            int rows, DecoderSettings settings, DecoderShape shape, NumericMode mode, MemoryBudget budget, int cores) {
        for (int lanes = Math.min(MOST, cores); lanes > 1; lanes--) {
            DecoderSettings suiting = suiting(settings.withRows(rows * lanes), shape, mode, budget, lanes);
            if (suiting.lanes() == lanes) {
                return suiting;
            }
        }
        return settings.withRows(rows).inLanes(1);
    }

    private static boolean suits(DecoderSettings settings, DecoderShape shape, NumericMode mode, MemoryBudget budget) {
        try {
            MemoryPlan plan = MemoryPlan.of(shape, mode, budget, settings);
            return plan.weightBytes() <= LARGE_WEIGHTS && plan.kvTokens() / settings.lanes() >= shape.contextTokens();
        } catch (MemoryRefusedException e) {
            return false;
        }
    }
}
