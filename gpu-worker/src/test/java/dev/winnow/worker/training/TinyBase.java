package dev.winnow.worker.training;

import dev.winnow.common.control.ModelText;
import dev.winnow.engine.model.DecoderShape;
import dev.winnow.engine.model.LoadableModel;
import dev.winnow.engine.model.ModelOrigin;
import dev.winnow.engine.model.ModelRefusedException;
import dev.winnow.engine.model.Rotary;
import dev.winnow.engine.model.WeightReader;
import dev.winnow.engine.model.WeightShape;
import dev.winnow.worker.extraction.ByteModel;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/** A model of two layers with random weights, whose tokens are bytes. */
final class TinyBase implements LoadableModel, WeightReader {
    private static final DecoderShape SHAPE =
            new DecoderShape(2, 48, 6, 2, 8, 80, 258, Rotary.plain(10_000), 1e-5, 512, true, false, false);

    private final Map<String, WeightShape> shapes = new HashMap<>();
    private final Map<String, float[]> values = new HashMap<>();
    private final SplittableRandom random = new SplittableRandom(1);

    TinyBase() {
        add("model.embed_tokens.weight", SHAPE.vocabulary(), SHAPE.hidden(), 0, 1);
        for (int layer = 0; layer < SHAPE.layers(); layer++) {
            String prefix = "model.layers." + layer + ".";
            add(prefix + "input_layernorm.weight", 1, SHAPE.hidden(), 1, 0.1);
            add(prefix + "post_attention_layernorm.weight", 1, SHAPE.hidden(), 1, 0.1);
            add(prefix + "self_attn.q_proj.weight", SHAPE.queryWidth(), SHAPE.hidden(), 0, 0.3);
            add(prefix + "self_attn.k_proj.weight", SHAPE.keyValueWidth(), SHAPE.hidden(), 0, 0.3);
            add(prefix + "self_attn.v_proj.weight", SHAPE.keyValueWidth(), SHAPE.hidden(), 0, 0.3);
            add(prefix + "self_attn.o_proj.weight", SHAPE.hidden(), SHAPE.queryWidth(), 0, 0.3);
            add(prefix + "mlp.gate_proj.weight", SHAPE.intermediate(), SHAPE.hidden(), 0, 0.3);
            add(prefix + "mlp.up_proj.weight", SHAPE.intermediate(), SHAPE.hidden(), 0, 0.3);
            add(prefix + "mlp.down_proj.weight", SHAPE.hidden(), SHAPE.intermediate(), 0, 0.3);
        }
        add("model.norm.weight", 1, SHAPE.hidden(), 1, 0.1);
    }

    /** One whose scores are no numbers. */
    static TinyBase overflowing() {
        TinyBase base = new TinyBase();
        java.util.Arrays.fill(base.values.get("model.layers.0.self_attn.v_proj.weight"), Float.MAX_VALUE);
        return base;
    }

    private void add(String name, int rows, int columns, double mean, double spread) {
        float[] weight = new float[rows * columns];
        for (int i = 0; i < weight.length; i++) {
            weight[i] = (float) (mean + spread * (2 * random.nextDouble() - 1));
        }
        shapes.put(name, new WeightShape(rows, columns));
        values.put(name, weight);
    }

    @Override
    public String name() {
        return "tiny";
    }

    @Override
    public ModelOrigin origin() {
        return new ModelOrigin("llama", "");
    }

    @Override
    public DecoderShape shape() {
        return SHAPE;
    }

    @Override
    public ModelText text() {
        return ByteModel.text();
    }

    @Override
    public Set<Integer> endTokens() {
        return Set.of(ByteModel.END);
    }

    @Override
    public WeightReader weights() {
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

    @Override
    public void close() {
        // Nothing is open.
    }
}
