package dev.winnow.engine.decoder;

import dev.winnow.engine.decoder.StackedWeights.Part;
import dev.winnow.engine.decoder.StackedWeights.ValueCheck;
import dev.winnow.engine.model.WeightReader;
import dev.winnow.engine.torch.TorchModule;
import dev.winnow.engine.torch.TorchValue;
import java.util.List;

/** Brings weights into the form that a mode wants. */
final class WeightLoader {
    private final TorchModule module;
    private final NumericMode mode;
    private final StackedWeights weights;

    WeightLoader(TorchModule module, WeightReader reader, NumericMode mode) {
        this.module = module;
        this.mode = mode;
        this.weights = new StackedWeights(
                module,
                reader,
                new ValueCheck(mode::keeps, mode.wireName() + " cannot hold: take f32, int8, int8w7 or bf16"));
    }

    /** The parts below each other, packed as the mode wants it. */
    TorchValue projection(int inputs, Part... parts) {
        try (TorchValue matrix = matrix(inputs, parts)) {
            return pack(matrix);
        }
    }

    /** A matrix packed as the mode wants it. */
    TorchValue pack(TorchValue matrix) {
        return module.call("pack").with(matrix).run();
    }

    /** A table that rows are looked up in, as the mode wants it. */
    TorchValue table(TorchValue matrix) {
        return module.call(mode == NumericMode.F16 ? "to_f16" : "table")
                .with(matrix)
                .run();
    }

    /** The parts below each other, [sum of outputs, inputs]. */
    TorchValue matrix(int inputs, Part... parts) {
        return weights.matrix(inputs, List.of(parts));
    }

    /** Vectors one after the other, that what a norm gives is multiplied by. */
    TorchValue gains(Part... parts) {
        return joined("copied", parts);
    }

    /** Vectors one after the other, that are added to activations. */
    TorchValue biases(Part... parts) {
        return joined("activation", parts);
    }

    private TorchValue joined(String method, Part... parts) {
        float[] joined = weights.vector(List.of(parts));
        try (TorchValue copy = TorchValue.copyOf(joined, joined.length)) {
            // Each makes a copy in libtorch's own memory.
            return module.call(mode == NumericMode.F16 ? "rounded_to_f16" : method)
                    .with(copy)
                    .run();
        }
    }
}
