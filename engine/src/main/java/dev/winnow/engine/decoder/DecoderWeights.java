package dev.winnow.engine.decoder;

import dev.winnow.engine.model.DecoderShape;
import dev.winnow.engine.torch.TorchModule;
import dev.winnow.engine.torch.TorchValue;
import java.util.ArrayList;
import java.util.List;

/**
 * A decoder's weights in the order in which {@code decoder.ts.py} wants them. Immutable once loaded.
 *
 * @param embedding [vocabulary, hidden], f16 or of the activations' type
 * @param linears packed projections: query+key+value, output, gate+up, down of each layer, then the head
 * @param biases of query+key+value of each layer, or an empty list
 * @param gains of the norms: two for each layer, then the last one
 */
record DecoderWeights(TorchValue embedding, TorchValue linears, TorchValue biases, TorchValue gains)
        implements AutoCloseable {

    /** Reads, fuses and packs all weights; one projection at a time is in memory twice. */
    static DecoderWeights load(TorchModule module, WeightLoader loader, DecoderShape shape) {
        List<TorchValue> linears = new ArrayList<>();
        List<TorchValue> biases = new ArrayList<>();
        List<TorchValue> gains = new ArrayList<>();
        try (Unfinished unfinished = new Unfinished()) {
            for (int layer = 0; layer < shape.layers(); layer++) {
                addLayer(layer, loader, shape, linears, biases, gains);
            }
            gains.add(loader.vector("model.norm.weight", shape.hidden()));
            TorchValue embedding = unfinished.add(tables(loader, shape, linears), TorchValue::close);
            DecoderWeights weights = new DecoderWeights(
                    embedding,
                    unfinished.add(TorchValue.list(linears), TorchValue::close),
                    unfinished.add(TorchValue.tensorList(biases), TorchValue::close),
                    unfinished.add(TorchValue.tensorList(gains), TorchValue::close));
            unfinished.keep();
            return weights;
        } finally {
            // The lists keep what they hold.
            List.of(linears, biases, gains).forEach(values -> values.forEach(TorchValue::close));
        }
    }

    /** Adds the head to the projections, and gives the embedding table. */
    private static TorchValue tables(WeightLoader loader, DecoderShape shape, List<TorchValue> linears) {
        if (!shape.tiedHead()) {
            linears.add(loader.projection(shape.hidden(), firstRows("lm_head.weight", shape.vocabulary())));
        }
        try (TorchValue table =
                loader.matrix(shape.hidden(), firstRows("model.embed_tokens.weight", shape.vocabulary()))) {
            if (shape.tiedHead()) {
                linears.add(loader.pack(table));
            }
            return loader.table(table);
        }
    }

    @Override
    public void close() {
        embedding.close();
        linears.close();
        biases.close();
        gains.close();
    }

    private static void addLayer(
            int layer,
            WeightLoader loader,
            DecoderShape shape,
            List<TorchValue> linears,
            List<TorchValue> biases,
            List<TorchValue> gains) {
        for (Projection projection : Projection.ofLayer(shape, layer)) {
            linears.add(loader.projection(
                    projection.inputs(),
                    projection.parts().stream()
                            .map(part -> part(part.name() + ".weight", part.outputs()))
                            .toArray(WeightLoader.Part[]::new)));
        }
        String prefix = "model.layers.%d.".formatted(layer);
        if (shape.qkvBias()) {
            String attention = prefix + "self_attn.";
            biases.add(loader.biases(
                    part(attention + "q_proj.bias", shape.queryWidth()),
                    part(attention + "k_proj.bias", shape.keyValueWidth()),
                    part(attention + "v_proj.bias", shape.keyValueWidth())));
        }
        gains.add(loader.vector(prefix + "input_layernorm.weight", shape.hidden()));
        gains.add(loader.vector(prefix + "post_attention_layernorm.weight", shape.hidden()));
    }

    private static WeightLoader.Part part(String name, int outputs) {
        return new WeightLoader.Part(name, outputs, false);
    }

    private static WeightLoader.Part firstRows(String name, int tokens) {
        return new WeightLoader.Part(name, tokens, true);
    }
}
