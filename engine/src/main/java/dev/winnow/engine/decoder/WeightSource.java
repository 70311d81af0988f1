package dev.winnow.engine.decoder;

import dev.winnow.engine.decoder.StackedWeights.Part;
import dev.winnow.engine.model.DecoderShape;
import dev.winnow.engine.torch.TorchValue;
import java.nio.ByteBuffer;
import java.util.List;

/** Where a decoder's weights come from, each in the form that the mode wants; whoever asks for one closes it. */
interface WeightSource {
    /** Linear maps of one input, packed as one. */
    TorchValue projection(Projection projection);

    /** Vectors one after the other, that what a norm gives is multiplied by. */
    TorchValue gains(Part... parts);

    /** Vectors one after the other, that are added to activations. */
    TorchValue biases(Part... parts);

    /** The two ends of the model. */
    Ends ends(DecoderShape shape);

    /** Memory of files that weights lie in; it must be kept as long as they are. */
    default List<ByteBuffer> mapped() {
        return List.of();
    }

    /**
     * What stands before the layers and behind them.
     *
     * @param embedding a table that tokens are looked up in
     * @param head a packed projection, which gives the scores
     */
    record Ends(TorchValue embedding, TorchValue head) {}
}
