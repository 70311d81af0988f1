package dev.winnow.engine.decoder;

import dev.winnow.engine.decoder.StackedWeights.Part;
import dev.winnow.engine.decoder.StackedWeights.ValueCheck;
import dev.winnow.engine.model.DecoderShape;
import dev.winnow.engine.model.WeightReader;
import dev.winnow.engine.torch.TorchModule;
import dev.winnow.engine.torch.TorchValue;
import java.util.List;

/** Brings a model's numbers into the form that a mode wants. */
final class WeightLoader implements WeightSource {
    private final TorchModule module;
    private final NumericMode mode;
    private final StackedWeights weights;
    private final String method;

    WeightLoader(TorchModule module, WeightReader reader, NumericMode mode) {
        this(module, reader, mode, "pack");
    }

    private WeightLoader(TorchModule module, WeightReader reader, NumericMode mode, String method) {
        this.module = module;
        this.mode = mode;
        this.weights = new StackedWeights(
                module,
                reader,
                new ValueCheck(mode::keeps, mode.wireName() + " cannot hold: take f32, int8, int8w7 or bf16"));
        this.method = method;
    }

    /** Gives projections as the parts that a file has, in place of packed ones. */
    static WeightLoader ofParts(TorchModule module, WeightReader reader, NumericMode mode) {
        return new WeightLoader(module, reader, mode, "quantized");
    }

    @Override
    public TorchValue projection(Projection projection) {
        List<Part> parts = projection.parts().stream()
                .map(part -> new Part(part.name() + ".weight", part.outputs(), false))
                .toList();
        try (TorchValue matrix = weights.matrix(projection.inputs(), parts)) {
            return pack(matrix);
        }
    }

    @Override
    public Ends ends(DecoderShape shape) {
        try (Unfinished unfinished = new Unfinished();
                TorchValue table = firstRows(shape, "model.embed_tokens.weight")) {
            TorchValue embedding = unfinished.add(table(table), TorchValue::close);
            Ends ends = new Ends(embedding, shape.tiedHead() ? pack(table) : ownHead(shape));
            unfinished.keep();
            return ends;
        }
    }

    @Override
    public TorchValue gains(Part... parts) {
        return joined("copied", parts);
    }

    @Override
    public TorchValue biases(Part... parts) {
        return joined("activation", parts);
    }

    /** A table that rows are looked up in, as the mode wants it. */
    TorchValue table(TorchValue matrix) {
        return module.call(mode == NumericMode.F16 ? "to_f16" : "table")
                .with(matrix)
                .run();
    }

    private TorchValue ownHead(DecoderShape shape) {
        try (TorchValue head = firstRows(shape, "lm_head.weight")) {
            return pack(head);
        }
    }

    // Behind the rows of tokens there may be padding.
    private TorchValue firstRows(DecoderShape shape, String name) {
        return weights.matrix(shape.hidden(), List.of(new Part(name, shape.vocabulary(), true)));
    }

    private TorchValue pack(TorchValue matrix) {
        return module.call(method).with(matrix).run();
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
