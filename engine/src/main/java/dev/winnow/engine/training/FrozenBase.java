package dev.winnow.engine.training;

import dev.winnow.engine.decoder.Projection;
import dev.winnow.engine.decoder.Unfinished;
import dev.winnow.engine.model.DecoderShape;
import dev.winnow.engine.model.WeightReader;
import dev.winnow.engine.torch.TorchCall;
import dev.winnow.engine.torch.TorchModule;
import dev.winnow.engine.torch.TorchValue;
import java.util.ArrayList;
import java.util.List;

/**
 * The base model's weights, which training reads only, in the order in which {@code training.ts.py} wants them.
 *
 * @param embedding [vocabulary, hidden]
 * @param head the same value where the model has none of its own
 * @param linears packed projections, four for each layer
 * @param biases of query+key+value of each layer, or an empty list
 * @param gains of the norms: two for each layer, then the last one
 * @param headGains of the norms of each layer's query and key heads, or an empty list
 */
record FrozenBase(
        TorchValue embedding,
        TorchValue head,
        TorchValue linears,
        TorchValue biases,
        TorchValue gains,
        TorchValue headGains)
        implements AutoCloseable {

    static FrozenBase load(TorchModule module, DecoderShape shape, WeightReader reader) {
        BaseLoader loader = new BaseLoader(module, reader);
        List<TorchValue> linears = new ArrayList<>();
        List<TorchValue> biases = new ArrayList<>();
        List<TorchValue> gains = new ArrayList<>();
        List<TorchValue> headGains = new ArrayList<>();
        try (Unfinished unfinished = new Unfinished()) {
            for (int layer = 0; layer < shape.layers(); layer++) {
                List<Projection> projections = Projection.ofLayer(shape, layer);
                projections.forEach(projection -> linears.add(loader.projection(projection)));
                if (shape.qkvBias()) {
                    biases.add(loader.biases(projections.get(0)));
                }
                String prefix = "model.layers.%d.".formatted(layer);
                gains.add(loader.vector(prefix + "input_layernorm.weight", shape.hidden()));
                gains.add(loader.vector(prefix + "post_attention_layernorm.weight", shape.hidden()));
                if (shape.qkNorm()) {
                    headGains.add(loader.headGains(shape, prefix + "self_attn."));
                }
            }
            gains.add(loader.vector("model.norm.weight", shape.hidden()));
            TorchValue embedding = unfinished.add(
                    loader.table("model.embed_tokens.weight", shape.vocabulary(), shape.hidden()), TorchValue::close);
            TorchValue head = shape.tiedHead()
                    ? embedding
                    : unfinished.add(
                            loader.table("lm_head.weight", shape.vocabulary(), shape.hidden()), TorchValue::close);
            FrozenBase base = new FrozenBase(
                    embedding,
                    head,
                    unfinished.add(TorchValue.list(linears), TorchValue::close),
                    unfinished.add(TorchValue.tensorList(biases), TorchValue::close),
                    unfinished.add(TorchValue.tensorList(gains), TorchValue::close),
                    unfinished.add(TorchValue.tensorList(headGains), TorchValue::close));
            unfinished.keep();
            return base;
        } finally {
            // The lists keep what they hold.
            List.of(linears, biases, gains, headGains).forEach(values -> values.forEach(TorchValue::close));
        }
    }

    TorchCall passTo(TorchCall call) {
        return call.with(embedding)
                .with(head)
                .with(linears)
                .with(biases)
                .with(gains)
                .with(headGains);
    }

    @Override
    public void close() {
        embedding.close();
        head.close(); // once more, which does nothing, where it is the embedding
        linears.close();
        biases.close();
        gains.close();
        headGains.close();
    }
}
