package dev.winnow.engine.decoder;

import dev.winnow.engine.model.DecoderShape;
import dev.winnow.engine.torch.TorchValue;
import java.util.function.UnaryOperator;

/** What adapters of a decoder must be like: the sizes of its projections, the type of its activations, its device. */
public final class AdapterForm {
    private final DecoderShape shape;
    private final int bytesPerValue;
    private final UnaryOperator<TorchValue> placed;

    AdapterForm(DecoderShape shape, int bytesPerValue, UnaryOperator<TorchValue> placed) {
        this.shape = shape;
        this.bytesPerValue = bytesPerValue;
        this.placed = placed;
    }

    /** For decoders of a shape whose activations are f32 on the CPU. */
    public static AdapterForm plain(DecoderShape shape) {
        return new AdapterForm(shape, Float.BYTES, UnaryOperator.identity());
    }

    DecoderShape shape() {
        return shape;
    }

    /** Bytes of one number of a factor. */
    int bytesPerValue() {
        return bytesPerValue;
    }

    /** A factor of f32 as the decoder takes it, in the place of the one that is given. */
    TorchValue placed(TorchValue factor) {
        return placed.apply(factor);
    }
}
