package dev.winnow.engine.training;

import dev.winnow.engine.decoder.Projection;
import dev.winnow.engine.model.DecoderShape;
import dev.winnow.engine.model.LoadableAdapter;
import java.util.ArrayList;
import java.util.List;

/**
 * Where each factor is in the one row of numbers that holds them all. For each layer and each {@link Projection}, in
 * their order: A of the parts that are adapted, one below the other, [sum of ranks, inputs], then for each of them B,
 * [outputs, rank]. So one product does for the A of what has the same input, and the optimizer sees one vector.
 */
final class FactorLayout {
    private final DecoderShape shape;
    private final LoraSettings lora;
    private final List<Factor> factors = new ArrayList<>();
    private final List<Long> groups = new ArrayList<>();
    private final List<Long> parts = new ArrayList<>();
    private final long layerValues;

    /**
     * A factor.
     *
     * @param name as PEFT has it, without its prefix: {@code model.layers.0.self_attn.q_proj.lora_A.weight}
     * @param first where it begins
     * @param rows of the factor
     * @param columns of the factor
     * @param takesInput whether it is A, which is drawn at first, and not B, which begins with nothing
     */
    record Factor(String name, long first, int rows, int columns, boolean takesInput) {
        int values() {
            return Math.multiplyExact(rows, columns);
        }
    }

    /**
     * Lays factors out.
     *
     * @throws TrainingRefusedException if the rank is above a module's size
     */
    FactorLayout(DecoderShape shape, LoraSettings lora) {
        this.shape = shape;
        this.lora = lora;
        long values = 0;
        for (int layer = 0; layer < shape.layers(); layer++) {
            for (Projection projection : Projection.ofLayer(shape, layer)) {
                values = add(projection, values, layer == 0);
            }
        }
        layerValues = values / shape.layers();
    }

    private long add(Projection projection, long start, boolean isFirst) {
        List<Projection.Part> adapted =
                projection.parts().stream().filter(this::isAdapted).toList();
        adapted.forEach(part -> requireRank(part, projection.inputs()));
        int rank = lora.rank();
        long ranks = (long) rank * adapted.size();
        if (isFirst) {
            groups.addAll(List.of(
                    (long) projection.inputs(), (long) projection.outputs(), ranks, start, (long) adapted.size()));
        }
        long first = start;
        for (Projection.Part part : adapted) {
            factors.add(new Factor(part.name() + LoadableAdapter.DOWN, first, rank, projection.inputs(), true));
            first += (long) rank * projection.inputs();
        }
        long firstRank = 0;
        long firstOutput = 0;
        for (Projection.Part part : projection.parts()) {
            if (isAdapted(part)) {
                factors.add(new Factor(part.name() + LoadableAdapter.UP, first, part.outputs(), rank, false));
                if (isFirst) {
                    parts.addAll(List.of((long) rank, firstRank, (long) part.outputs(), firstOutput, first));
                }
                first += (long) rank * part.outputs();
                firstRank += rank;
            }
            firstOutput += part.outputs();
        }
        return first;
    }

    private boolean isAdapted(Projection.Part part) {
        return lora.modules().stream().anyMatch(module -> part.name().endsWith("." + module.wireName()));
    }

    private void requireRank(Projection.Part part, int inputs) {
        int most = Math.min(inputs, part.outputs());
        if (lora.rank() > most) {
            throw new TrainingRefusedException(
                    "rank is %d, but %s takes %d inputs to %d outputs: take a rank of at most %d, or leave the module out"
                            .formatted(lora.rank(), part.name(), inputs, part.outputs(), most));
        }
    }

    /** All factors, in their order. */
    List<Factor> factors() {
        return List.copyOf(factors);
    }

    /** How many numbers all of them are. */
    long values() {
        return layerValues * shape.layers();
    }

    /** For each projection of a layer the sum of its parts' ranks. */
    long[] ranks() {
        long[] ranks = new long[Projection.PER_LAYER];
        for (int group = 0; group < ranks.length; group++) {
            ranks[group] = groups.get(5 * group + 2);
        }
        return ranks;
    }

    /** For each projection of a layer the sum of its outputs. */
    long outputs(int group) {
        return groups.get(5 * group + 1);
    }

    /** What {@code training.ts.py} calls plan. */
    long[] plan() {
        List<Long> plan = new ArrayList<>();
        plan.add(layerValues);
        plan.addAll(groups);
        plan.addAll(parts);
        return plan.stream().mapToLong(Long::longValue).toArray();
    }
}
