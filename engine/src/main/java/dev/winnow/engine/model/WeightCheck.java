package dev.winnow.engine.model;

/** Holds the weights of a file against the decoder's shape before anything is loaded. */
public final class WeightCheck {
    private final String file;
    private final DecoderShape shape;
    private final WeightReader weights;

    private WeightCheck(String file, DecoderShape shape, WeightReader weights) {
        this.file = file;
        this.shape = shape;
        this.weights = weights;
    }

    /** Refuses a model whose weights are missing, or have another shape than its header or configuration promises. */
    public static void require(String file, DecoderShape shape, WeightReader weights) {
        new WeightCheck(file, shape, weights).requireAll();
    }

    private void requireAll() {
        requireMatrix("model.embed_tokens.weight", shape.vocabulary(), shape.hidden());
        requireVector("model.norm.weight", shape.hidden());
        if (!shape.tiedHead()) {
            requireMatrix("lm_head.weight", shape.vocabulary(), shape.hidden());
        }
        // A header may announce millions of layers: the first one that is missing ends the loop.
        for (int layer = 0; layer < shape.layers(); layer++) {
            requireLayer("model.layers." + layer + ".");
        }
    }

    private void requireLayer(String layer) {
        requireVector(layer + "input_layernorm.weight", shape.hidden());
        requireProjection(layer + "self_attn.q_proj", shape.queryWidth());
        requireProjection(layer + "self_attn.k_proj", shape.keyValueWidth());
        requireProjection(layer + "self_attn.v_proj", shape.keyValueWidth());
        if (shape.qkNorm()) {
            requireVector(layer + "self_attn.q_norm.weight", shape.headDim());
            requireVector(layer + "self_attn.k_norm.weight", shape.headDim());
        }
        requireMatrix(layer + "self_attn.o_proj.weight", shape.hidden(), shape.queryWidth());
        requireVector(layer + "post_attention_layernorm.weight", shape.hidden());
        requireMatrix(layer + "mlp.gate_proj.weight", shape.intermediate(), shape.hidden());
        requireMatrix(layer + "mlp.up_proj.weight", shape.intermediate(), shape.hidden());
        requireMatrix(layer + "mlp.down_proj.weight", shape.hidden(), shape.intermediate());
    }

    private void requireProjection(String name, int width) {
        requireMatrix(name + ".weight", width, shape.hidden());
        if (shape.qkvBias()) {
            requireVector(name + ".bias", width);
        }
    }

    private void requireVector(String name, int length) {
        requireMatrix(name, 1, length);
    }

    private void requireMatrix(String name, int rows, int columns) {
        if (!weights.has(name)) {
            throw new ModelRefusedException("%s has no weight %s".formatted(file, name));
        }
        WeightShape found = weights.shape(name);
        if (found.rows() != rows || found.columns() != columns) {
            throw new ModelRefusedException("%s: the weight %s is %d x %d, but the model's sizes ask for %d x %d"
                    .formatted(file, name, found.rows(), found.columns(), rows, columns));
        }
    }
}
