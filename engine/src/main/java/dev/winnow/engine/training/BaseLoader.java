package dev.winnow.engine.training;

import dev.winnow.engine.decoder.Projection;
import dev.winnow.engine.decoder.StackedWeights;
import dev.winnow.engine.decoder.StackedWeights.Part;
import dev.winnow.engine.decoder.StackedWeights.ValueCheck;
import dev.winnow.engine.model.DecoderShape;
import dev.winnow.engine.model.WeightReader;
import dev.winnow.engine.torch.TorchModule;
import dev.winnow.engine.torch.TorchValue;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Brings the frozen weights into the form that a base wants. */
final class BaseLoader {
    private final TorchModule module;
    private final StackedWeights weights;

    BaseLoader(TorchModule module, WeightReader reader) {
        this.module = module;
        this.weights = new StackedWeights(module, reader, ValueCheck.FINITE);
    }

    /** A projection, packed. */
    TorchValue projection(Projection projection) {
        try (TorchValue matrix = weights.matrix(projection.inputs(), parts(projection, ".weight"))) {
            return module.call("pack").with(matrix).run();
        }
    }

    /** The first rows of a table of vectors, in the type of products. */
    TorchValue table(String name, int count, int columns) {
        try (TorchValue matrix = weights.matrix(columns, List.of(new Part(name, count, true)))) {
            return module.call("table").with(matrix).run();
        }
    }

    /** The gains of a layer's query heads and then of its key heads, [heads, head width] in one row of f32. */
    TorchValue headGains(DecoderShape shape, String attention) {
        List<Part> heads = new ArrayList<>(
                Collections.nCopies(shape.heads(), new Part(attention + "q_norm.weight", shape.headDim(), false)));
        heads.addAll(
                Collections.nCopies(shape.kvHeads(), new Part(attention + "k_norm.weight", shape.headDim(), false)));
        return joined("copied", heads);
    }

    /** A vector of f32. */
    TorchValue vector(String name, int length) {
        return joined("copied", List.of(new Part(name, length, false)));
    }

    /** The biases of a projection's parts one after the other, in the type of products. */
    TorchValue biases(Projection projection) {
        return joined("table", parts(projection, ".bias"));
    }

    private static List<Part> parts(Projection projection, String kind) {
        return projection.parts().stream()
                .map(part -> new Part(part.name() + kind, part.outputs(), false))
                .toList();
    }

    private TorchValue joined(String method, List<Part> parts) {
        float[] joined = weights.vector(parts);
        try (TorchValue copy = TorchValue.copyOf(joined, joined.length)) {
            return module.call(method).with(copy).run();
        }
    }
}
