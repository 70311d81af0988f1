package dev.winnow.engine.decoder;

import dev.winnow.engine.model.DecoderShape;
import dev.winnow.engine.torch.TorchValue;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/**
 * A decoder's weights while they are loaded, layer by layer. It closes them: the lists made of them keep what they
 * hold.
 */
final class LoadedWeights implements AutoCloseable {
    private final WeightSource source;
    private final DecoderShape shape;
    private final List<TorchValue> linears = new ArrayList<>();
    private final List<TorchValue> biases = new ArrayList<>();
    private final List<TorchValue> gains = new ArrayList<>();
    private final List<TorchValue> headGains = new ArrayList<>();

    LoadedWeights(WeightSource source, DecoderShape shape) {
        this.source = source;
        this.shape = shape;
    }

    /** Adds a layer's projections, biases and gains. */
    void addLayer(int layer) {
        for (Projection projection : Projection.ofLayer(shape, layer)) {
            linears.add(source.projection(projection));
        }
        String prefix = "model.layers.%d.".formatted(layer);
        String attention = prefix + "self_attn.";
        if (shape.qkvBias()) {
            biases.add(source.biases(
                    part(attention + "q_proj.bias", shape.queryWidth()),
                    part(attention + "k_proj.bias", shape.keyValueWidth()),
                    part(attention + "v_proj.bias", shape.keyValueWidth())));
        }
        addGains(prefix + "input_layernorm.weight");
        addGains(prefix + "post_attention_layernorm.weight");
        if (shape.qkNorm()) {
            headGains.add(source.gains(Stream.concat(
                            ofEachHead(shape.heads(), attention + "q_norm.weight"),
                            ofEachHead(shape.kvHeads(), attention + "k_norm.weight"))
                    .toArray(StackedWeights.Part[]::new)));
        }
    }

    /** Adds the gains of a norm of the residual stream. */
    void addGains(String name) {
        gains.add(source.gains(part(name, shape.hidden())));
    }

    /** Adds the head to the projections, and gives the embedding table. */
    TorchValue addHead() {
        WeightSource.Ends ends = source.ends(shape);
        linears.add(ends.head());
        return ends.embedding();
    }

    List<TorchValue> linears() {
        return linears;
    }

    List<TorchValue> biases() {
        return biases;
    }

    List<TorchValue> gains() {
        return gains;
    }

    List<TorchValue> headGains() {
        return headGains;
    }

    @Override
    public void close() {
        List.of(linears, biases, gains, headGains).forEach(values -> values.forEach(TorchValue::close));
    }

    /** All heads of a layer have the same gains. */
    private Stream<StackedWeights.Part> ofEachHead(int heads, String name) {
        return Collections.nCopies(heads, part(name, shape.headDim())).stream();
    }

    private static StackedWeights.Part part(String name, int outputs) {
        return new StackedWeights.Part(name, outputs, false);
    }
}
