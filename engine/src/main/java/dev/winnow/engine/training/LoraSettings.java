package dev.winnow.engine.training;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * What the adapter is like (LoRA, arXiv 2106.09685): to the output of each module it adds {@code scale * B A x}.
 *
 * @param rank of the factors, from 1 to 1024 and at most the smallest side of each module
 * @param alpha makes the scale: {@code alpha / rank}, or {@code alpha / sqrt(rank)} where it is stabilized
 * @param modules which are adapted, in all layers; at least one
 * @param dropout the share of a module's inputs that A does not see, from 0 to below 1; modules of the same input
 *     (query, key and value; gate and up) do not see the same ones
 * @param stabilized whether the scale is that of rsLoRA (arXiv 2312.03732), which keeps high ranks learning
 */
public record LoraSettings(int rank, double alpha, Set<TargetModule> modules, double dropout, boolean stabilized) {
    /** Rank 16, alpha 32, all modules, no dropout. */
    public static final LoraSettings DEFAULT = new LoraSettings(16, 32, EnumSet.allOf(TargetModule.class), 0, false);

    private static final int MOST_RANK = 1024;

    public LoraSettings {
        if (rank < 1 || rank > MOST_RANK) {
            throw new IllegalArgumentException("rank must be from 1 to %d, was %d".formatted(MOST_RANK, rank));
        }
        if (!(alpha > 0 && alpha <= 1e6)) {
            throw new IllegalArgumentException("alpha must be above 0 and at most 1e6, was " + alpha);
        }
        if (modules.isEmpty()) {
            throw new IllegalArgumentException("targetModules must name at least one module");
        }
        if (!(dropout >= 0 && dropout < 1)) {
            throw new IllegalArgumentException("dropout must be from 0 to below 1, was " + dropout);
        }
        modules = Collections.unmodifiableSet(EnumSet.copyOf(modules));
    }

    /** The same with another rank; alpha stays as it is. */
    public LoraSettings withRank(int otherRank) {
        return new LoraSettings(otherRank, alpha, modules, dropout, stabilized);
    }

    /** The same with dropout. */
    public LoraSettings withDropout(double otherDropout) {
        return new LoraSettings(rank, alpha, modules, otherDropout, stabilized);
    }

    /** The same for other modules. */
    public LoraSettings withModules(Set<TargetModule> otherModules) {
        return new LoraSettings(rank, alpha, otherModules, dropout, stabilized);
    }

    /** What the product of the factors is multiplied by. */
    public double scale() {
        return alpha / (stabilized ? Math.sqrt(rank) : rank);
    }
}
