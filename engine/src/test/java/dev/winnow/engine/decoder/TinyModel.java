package dev.winnow.engine.decoder;

import static java.util.Objects.requireNonNull;

import dev.winnow.engine.model.DecoderShape;
import dev.winnow.engine.model.Llama3Scaling;
import dev.winnow.engine.model.ModelRefusedException;
import dev.winnow.engine.model.Rotary;
import dev.winnow.engine.model.WeightReader;
import dev.winnow.engine.model.WeightShape;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;

/** A decoder of two layers with random weights, in memory. */
public final class TinyModel implements WeightReader {
    /** A vocabulary that is no multiple of 64, and heads that are no multiple of the vector width. */
    public static final DecoderShape LLAMA =
            new DecoderShape(2, 48, 6, 2, 8, 80, 150, Rotary.plain(10_000), 1e-5, 512, true, false, false);

    /** Biases on query, key and value, and a head of its own. */
    public static final DecoderShape QWEN2 =
            new DecoderShape(2, 48, 6, 2, 8, 80, 150, Rotary.plain(1_000_000), 1e-6, 512, false, true, false);

    /** Norms of query and key heads, and heads that are wider than their share of the hidden size. */
    public static final DecoderShape QWEN3 =
            new DecoderShape(2, 48, 6, 2, 12, 80, 150, Rotary.plain(1_000_000), 1e-6, 512, true, false, true);

    /** Frequencies scaled as Llama 3.1's, made for 32 tokens at first. */
    public static final DecoderShape LLAMA3 = new DecoderShape(
            2,
            48,
            6,
            2,
            8,
            80,
            150,
            Rotary.llama3(10, 8, new Llama3Scaling(8, 1, 4, 32)),
            1e-5,
            512,
            false,
            false,
            false);

    private final Map<String, WeightShape> shapes = new LinkedHashMap<>();
    private final Map<String, float[]> values = new LinkedHashMap<>();
    private final SplittableRandom random;

    public TinyModel(DecoderShape shape, long seed) {
        random = new SplittableRandom(seed);
        add("model.embed_tokens.weight", shape.vocabulary(), shape.hidden(), 0, 1);
        for (int layer = 0; layer < shape.layers(); layer++) {
            addLayer("model.layers." + layer + ".", shape);
        }
        add("model.norm.weight", 1, shape.hidden(), 1, 0.1);
        if (!shape.tiedHead()) {
            add("lm_head.weight", shape.vocabulary(), shape.hidden(), 0, 0.5);
        }
    }

    /** Puts another value in a weight's place. */
    public TinyModel set(String name, int row, int column, float value) {
        requireNonNull(values.get(name))[row * shape(name).columns() + column] = value;
        return this;
    }

    /**
     * Makes one token's values overflow in the first layer, so that its row gets no finite score. Every other token is
     * as sound as before.
     */
    public TinyModel overflowingAt(int token) {
        String table = "model.embed_tokens.weight";
        for (int row = 0; row < shape(table).rows(); row++) {
            set(table, row, 0, row == token ? 1 : 0);
        }
        String projection = "model.layers.0.self_attn.v_proj.weight";
        for (int row = 0; row < shape(projection).rows(); row++) {
            set(projection, row, 0, Float.MAX_VALUE);
        }
        for (int column = 1; column < shape(table).columns(); column++) {
            set(table, token, column, 0);
        }
        return this;
    }

    @Override
    public boolean has(String name) {
        return values.containsKey(name);
    }

    @Override
    public WeightShape shape(String name) {
        WeightShape shape = shapes.get(name);
        if (shape == null) {
            throw new ModelRefusedException("no weight " + name);
        }
        return shape;
    }

    @Override
    public void readRows(String name, int firstRow, int rows, float[] target) {
        int columns = shape(name).columns();
        System.arraycopy(values.get(name), firstRow * columns, target, 0, rows * columns);
    }

    private void addLayer(String prefix, DecoderShape shape) {
        String attention = prefix + "self_attn.";
        add(prefix + "input_layernorm.weight", 1, shape.hidden(), 1, 0.1);
        add(prefix + "post_attention_layernorm.weight", 1, shape.hidden(), 1, 0.1);
        add(attention + "q_proj.weight", shape.queryWidth(), shape.hidden(), 0, 0.3);
        add(attention + "k_proj.weight", shape.keyValueWidth(), shape.hidden(), 0, 0.3);
        add(attention + "v_proj.weight", shape.keyValueWidth(), shape.hidden(), 0, 0.3);
        add(attention + "o_proj.weight", shape.hidden(), shape.queryWidth(), 0, 0.3);
        if (shape.qkvBias()) {
            add(attention + "q_proj.bias", 1, shape.queryWidth(), 0, 1);
            add(attention + "k_proj.bias", 1, shape.keyValueWidth(), 0, 1);
            add(attention + "v_proj.bias", 1, shape.keyValueWidth(), 0, 1);
        }
        if (shape.qkNorm()) {
            add(attention + "q_norm.weight", 1, shape.headDim(), 1, 0.5);
            add(attention + "k_norm.weight", 1, shape.headDim(), 1, 0.5);
        }
        add(prefix + "mlp.gate_proj.weight", shape.intermediate(), shape.hidden(), 0, 0.3);
        add(prefix + "mlp.up_proj.weight", shape.intermediate(), shape.hidden(), 0, 0.3);
        add(prefix + "mlp.down_proj.weight", shape.hidden(), shape.intermediate(), 0, 0.3);
    }

    private void add(String name, int rows, int columns, double mean, double spread) {
        float[] weight = new float[rows * columns];
        for (int i = 0; i < weight.length; i++) {
            weight[i] = (float) (mean + spread * (2 * random.nextDouble() - 1));
        }
        shapes.put(name, new WeightShape(rows, columns));
        values.put(name, weight);
    }
}
