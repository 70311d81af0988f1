package dev.winnow.engine.decoder;

import dev.winnow.engine.model.DecoderShape;
import dev.winnow.engine.torch.TorchValue;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * A decoder's weights in the order in which {@code decoder.ts.py} wants them. Immutable once loaded.
 *
 * @param embedding [vocabulary, hidden], f16 or of the activations' type
 * @param linears packed projections: query+key+value, output, gate+up, down of each layer, then the head
 * @param biases of query+key+value of each layer, or an empty list
 * @param gains of the norms: two for each layer, then the last one
 * @param headGains of the norms of each layer's query and key heads, or an empty list
 * @param mapped memory of files that some of them lie in
 */
record DecoderWeights(
        TorchValue embedding,
        TorchValue linears,
        TorchValue biases,
        TorchValue gains,
        TorchValue headGains,
        List<ByteBuffer> mapped)
        implements AutoCloseable {

    /** Reads, fuses and packs all weights; one projection at a time is in memory twice. */
    static DecoderWeights load(WeightSource source, DecoderShape shape) {
        try (LoadedWeights loaded = new LoadedWeights(source, shape);
                Unfinished unfinished = new Unfinished()) {
            for (int layer = 0; layer < shape.layers(); layer++) {
                loaded.addLayer(layer);
            }
            loaded.addGains("model.norm.weight");
            TorchValue embedding = unfinished.add(loaded.addHead(), TorchValue::close);
            DecoderWeights weights = new DecoderWeights(
                    embedding,
                    unfinished.add(TorchValue.list(loaded.linears()), TorchValue::close),
                    unfinished.add(TorchValue.tensorList(loaded.biases()), TorchValue::close),
                    unfinished.add(TorchValue.tensorList(loaded.gains()), TorchValue::close),
                    unfinished.add(TorchValue.tensorList(loaded.headGains()), TorchValue::close),
                    source.mapped());
            unfinished.keep();
            return weights;
        }
    }

    @Override
    public void close() {
        embedding.close();
        linears.close();
        biases.close();
        gains.close();
        headGains.close();
    }
}
