package dev.winnow.engine.decoder;

import dev.winnow.engine.model.DecoderShape;
import dev.winnow.engine.torch.TorchModule;
import dev.winnow.engine.torch.TorchValue;

/**
 * What the lanes of a model have in common, none of which changes: closed when the last of them lets go. Thread-safe.
 *
 * @see DecoderSettings#lanes()
 */
final class SharedWeights {
    private final TorchModule module;
    private final DecoderWeights weights;
    private final TorchValue frequencies;
    private int users;

    /** Takes what the users, of whom each must let go, have in common; it owns it from now on. */
    SharedWeights(TorchModule module, DecoderWeights weights, DecoderShape shape, int users) {
        this.module = module;
        this.weights = weights;
        this.frequencies = frequencies(module, shape);
        this.users = users;
    }

    private static TorchValue frequencies(TorchModule module, DecoderShape shape) {
        float[] divisors = shape.rotary().divisorsOf(shape.headDim());
        try (TorchValue scaling = TorchValue.copyOf(divisors, divisors.length)) {
            return module.call("rotary_frequencies")
                    .with(shape.headDim())
                    .withReal(shape.rotary().theta())
                    .with(scaling)
                    .run();
        }
    }

    TorchModule module() {
        return module;
    }

    DecoderWeights weights() {
        return weights;
    }

    TorchValue frequencies() {
        return frequencies;
    }

    /** One user less. */
    synchronized void release() {
        users--;
        if (users == 0) {
            frequencies.close();
            weights.close();
            module.close();
        }
    }
}
