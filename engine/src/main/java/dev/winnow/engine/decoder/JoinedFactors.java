package dev.winnow.engine.decoder;

import dev.winnow.engine.model.LoadableAdapter;
import dev.winnow.engine.model.ModelRefusedException;
import dev.winnow.engine.model.WeightReader;
import dev.winnow.engine.torch.TorchValue;

/**
 * The factors of what a {@link Projection} computes as one: those of its parts side by side, so that two products do
 * for all of them. Ranks of parts may differ; the scale is in the second factor.
 *
 * <p>down is [inputs, sum of ranks]; up is [sum of ranks, outputs], in blocks: a part's outputs take only its own
 * ranks.
 */
final class JoinedFactors {
    private final Projection projection;
    private final LoadableAdapter source;
    private final int rank;
    private final float[] down;
    private final float[] up;

    private JoinedFactors(Projection projection, LoadableAdapter source) {
        this.projection = projection;
        this.source = source;
        this.rank = rank(projection, source);
        this.down = new float[projection.inputs() * rank];
        this.up = new float[rank * projection.outputs()];
    }

    static JoinedFactors read(Projection projection, LoadableAdapter source) {
        JoinedFactors joined = new JoinedFactors(projection, source);
        int firstRank = 0;
        int firstOutput = 0;
        for (Projection.Part part : projection.parts()) {
            int ranks = rank(part, source);
            if (ranks > 0) {
                joined.place(part, ranks, firstRank, firstOutput);
            }
            firstRank += ranks;
            firstOutput += part.outputs();
        }
        return joined;
    }

    private void place(Projection.Part part, int ranks, int firstRank, int firstOutput) {
        float[] a = read(part.name() + LoadableAdapter.DOWN, 1);
        for (int k = 0; k < ranks; k++) {
            for (int i = 0; i < projection.inputs(); i++) {
                down[i * rank + firstRank + k] = a[k * projection.inputs() + i];
            }
        }
        float[] b = read(part.name() + LoadableAdapter.UP, source.scale());
        for (int o = 0; o < part.outputs(); o++) {
            for (int k = 0; k < ranks; k++) {
                up[(firstRank + k) * projection.outputs() + firstOutput + o] = b[o * ranks + k];
            }
        }
    }

    private float[] read(String name, double scale) {
        WeightReader factors = source.factors();
        float[] values = factors.read(name);
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (values[i] * scale);
            if (!Float.isFinite(values[i])) {
                throw new ModelRefusedException(
                        "%s of the adapter has a value that is no number: the file is damaged, or the training failed"
                                .formatted(name));
            }
        }
        return values;
    }

    /** [inputs, rank], or [0, 0] where the adapter changes none of the parts. */
    TorchValue down() {
        return rank == 0 ? TorchValue.zeros(0, 0) : TorchValue.copyOf(down, projection.inputs(), rank);
    }

    /** [rank, outputs], or [0, 0]. */
    TorchValue up() {
        return rank == 0 ? TorchValue.zeros(0, 0) : TorchValue.copyOf(up, rank, projection.outputs());
    }

    long values() {
        return values(projection, source);
    }

    /** How many numbers they are. */
    static long values(Projection projection, LoadableAdapter source) {
        return (long) rank(projection, source) * (projection.inputs() + projection.outputs());
    }

    private static int rank(Projection projection, LoadableAdapter source) {
        return projection.parts().stream().mapToInt(part -> rank(part, source)).sum();
    }

    private static int rank(Projection.Part part, LoadableAdapter source) {
        String down = part.name() + LoadableAdapter.DOWN;
        return source.factors().has(down) ? source.factors().shape(down).rows() : 0;
    }
}
