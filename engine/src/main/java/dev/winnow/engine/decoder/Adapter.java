package dev.winnow.engine.decoder;

import dev.winnow.engine.model.DecoderShape;
import dev.winnow.engine.model.LoadableAdapter;
import dev.winnow.engine.model.ModelRefusedException;
import dev.winnow.engine.model.WeightReader;
import dev.winnow.engine.model.WeightShape;
import dev.winnow.engine.torch.Torch;
import dev.winnow.engine.torch.TorchValue;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A low-rank adapter in memory, beside the base model's weights and not merged into them: these are shared by all rows
 * and, where they are quantized, could not take it up. It must stay open while a row runs with it. Immutable, and the
 * same one may be used by any number of rows.
 */
public final class Adapter implements AutoCloseable {
    private final List<TorchValue> factors;
    private final TorchValue list;
    private final long bytes;

    private Adapter(List<TorchValue> factors, TorchValue list, long bytes) {
        this.factors = List.copyOf(factors);
        this.list = list;
        this.bytes = bytes;
    }

    /**
     * Loads an adapter.
     *
     * @param form of the decoder that it is for
     * @throws ModelRefusedException if it changes what is no projection of the model, has factors of other sizes, or a
     *     value that is no number
     */
    static Adapter load(AdapterForm form, LoadableAdapter source) {
        Torch.prepareThread();
        DecoderShape shape = form.shape();
        requireKnown(shape, source);
        List<TorchValue> factors = new ArrayList<>();
        long bytes = 0;
        try (Unfinished unfinished = new Unfinished()) {
            for (int layer = 0; layer < shape.layers(); layer++) {
                for (Projection projection : Projection.ofLayer(shape, layer)) {
                    JoinedFactors joined = JoinedFactors.read(projection, source);
                    bytes += joined.values() * form.bytesPerValue();
                    factors.add(unfinished.add(form.placed(joined.down()), TorchValue::close));
                    factors.add(unfinished.add(form.placed(joined.up()), TorchValue::close));
                }
            }
            TorchValue list = unfinished.add(TorchValue.list(factors), TorchValue::close);
            Adapter adapter = new Adapter(factors, list, bytes);
            unfinished.keep();
            return adapter;
        }
    }

    /** The memory that an adapter will take, by the sizes of its factors. */
    static long bytesOf(AdapterForm form, LoadableAdapter source) {
        DecoderShape shape = form.shape();
        requireKnown(shape, source);
        long values = 0;
        for (int layer = 0; layer < shape.layers(); layer++) {
            for (Projection projection : Projection.ofLayer(shape, layer)) {
                values += JoinedFactors.values(projection, source);
            }
        }
        return values * form.bytesPerValue();
    }

    private static void requireKnown(DecoderShape shape, LoadableAdapter source) {
        Set<String> unknown = new HashSet<>(source.projections());
        for (int layer = 0; layer < shape.layers(); layer++) {
            for (Projection projection : Projection.ofLayer(shape, layer)) {
                projection.parts().forEach(part -> {
                    if (unknown.remove(part.name())) {
                        requireShapes(projection, part, source.factors());
                    }
                });
            }
        }
        if (!unknown.isEmpty()) {
            throw new ModelRefusedException("the adapter changes %s, which is no projection of this model's layers"
                    .formatted(unknown.iterator().next()));
        }
    }

    private static void requireShapes(Projection projection, Projection.Part part, WeightReader factors) {
        WeightShape down = factors.shape(part.name() + LoadableAdapter.DOWN);
        WeightShape up = factors.shape(part.name() + LoadableAdapter.UP);
        if (down.columns() != projection.inputs() || up.rows() != part.outputs()) {
            throw new ModelRefusedException(
                    "the adapter's factors of %s take %d inputs to %d outputs, the model's projection %d to %d: it was"
                                    .formatted(
                                            part.name(), down.columns(), up.rows(), projection.inputs(), part.outputs())
                            + " trained for another model");
        }
    }

    /** The memory that it takes. */
    public long bytes() {
        return bytes;
    }

    /** Two for each projection of each layer: down [inputs, rank] and up [rank, outputs], or both empty. */
    List<TorchValue> factors() {
        return factors;
    }

    /** The same as one value. */
    TorchValue list() {
        return list;
    }

    /** Frees its memory; no row may run with it any more. */
    @Override
    public void close() {
        list.close();
        factors.forEach(TorchValue::close);
    }
}
