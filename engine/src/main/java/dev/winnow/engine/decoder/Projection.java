package dev.winnow.engine.decoder;

import dev.winnow.engine.model.DecoderShape;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Linear maps of one input that are computed as one, their outputs behind each other.
 *
 * @param inputs the width of the input
 * @param parts in the order of their outputs
 */
public record Projection(int inputs, List<Part> parts) {
    /** How many there are in a layer. */
    public static final int PER_LAYER = 4;

    public Projection {
        parts = List.copyOf(parts);
    }

    /**
     * One of the linear maps.
     *
     * @param name as in {@code model.layers.0.self_attn.q_proj}
     */
    public record Part(String name, int outputs) {}

    /** Those of a layer, in the order in which {@code decoder.ts.py} wants them. */
    public static List<Projection> ofLayer(DecoderShape shape, int layer) {
        String attention = "model.layers.%d.self_attn.".formatted(layer);
        String feedForward = "model.layers.%d.mlp.".formatted(layer);
        return List.of(
                new Projection(
                        shape.hidden(),
                        List.of(
                                new Part(attention + "q_proj", shape.queryWidth()),
                                new Part(attention + "k_proj", shape.keyValueWidth()),
                                new Part(attention + "v_proj", shape.keyValueWidth()))),
                new Projection(shape.queryWidth(), List.of(new Part(attention + "o_proj", shape.hidden()))),
                new Projection(
                        shape.hidden(),
                        List.of(
                                new Part(feedForward + "gate_proj", shape.intermediate()),
                                new Part(feedForward + "up_proj", shape.intermediate()))),
                new Projection(shape.intermediate(), List.of(new Part(feedForward + "down_proj", shape.hidden()))));
    }

    /** The head of the model. */
    static Projection head(DecoderShape shape) {
        return new Projection(shape.hidden(), List.of(new Part("lm_head", shape.vocabulary())));
    }

    /** Those of its parts: {@code model.layers.0.mlp.gate_proj+model.layers.0.mlp.up_proj}. */
    public String name() {
        return parts.stream().map(Part::name).collect(Collectors.joining("+"));
    }

    /** How many values it gives. */
    public int outputs() {
        return parts.stream().mapToInt(Part::outputs).sum();
    }
}
