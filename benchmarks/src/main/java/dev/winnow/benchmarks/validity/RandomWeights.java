package dev.winnow.benchmarks.validity;

import dev.winnow.engine.model.DecoderShape;
import dev.winnow.engine.model.ModelRefusedException;
import dev.winnow.engine.model.Rotary;
import dev.winnow.engine.model.WeightReader;
import dev.winnow.engine.model.WeightShape;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Weights of a small Llama with a tied head that nobody has trained. A row's values depend on the seed, its weight's
 * name and its number alone, so none is kept. Thread-safe.
 */
final class RandomWeights implements WeightReader {
    private static final int HIDDEN = 64;
    private static final int INTERMEDIATE = 160;
    private static final int HEADS = 4;
    private static final int CONTEXT_TOKENS = 8192;

    private final DecoderShape shape;
    private final long seed;

    RandomWeights(int vocabulary, long seed) {
        this.shape = new DecoderShape(
                2,
                HIDDEN,
                HEADS,
                HEADS / 2,
                HIDDEN / HEADS,
                INTERMEDIATE,
                vocabulary,
                Rotary.plain(10_000),
                1e-5,
                CONTEXT_TOKENS,
                true,
                false,
                false);
        this.seed = seed;
    }

    DecoderShape shape() {
        return shape;
    }

    @Override
    public boolean has(String name) {
        return !name.equals("lm_head.weight") && !name.endsWith(".bias");
    }

    @Override
    public WeightShape shape(String name) {
        if (!has(name)) {
            throw new ModelRefusedException("no weight " + name);
        }
        String last = name.replaceFirst("\\.weight$", "").replaceFirst("^.*\\.", "");
        return switch (last) {
            case "embed_tokens" -> new WeightShape(shape.vocabulary(), HIDDEN);
            case "q_proj" -> new WeightShape(shape.queryWidth(), HIDDEN);
            case "k_proj", "v_proj" -> new WeightShape(shape.keyValueWidth(), HIDDEN);
            case "o_proj" -> new WeightShape(HIDDEN, shape.queryWidth());
            case "gate_proj", "up_proj" -> new WeightShape(INTERMEDIATE, HIDDEN);
            case "down_proj" -> new WeightShape(HIDDEN, INTERMEDIATE);
            case "norm", "input_layernorm", "post_attention_layernorm" -> new WeightShape(1, HIDDEN);
            default -> throw new ModelRefusedException("no weight " + name);
        };
    }

    @Override
    public void readRows(String name, int firstRow, int rows, float[] target) {
        int columns = shape(name).columns();
        if (name.endsWith("norm.weight")) {
            Arrays.fill(target, 0, columns, 1);
            return;
        }
        for (int row = 0; row < rows; row++) {
            SplittableRandom random = new SplittableRandom(seed * 31 + name.hashCode() * 1_000_003L + firstRow + row);
            for (int column = 0; column < columns; column++) {
                // Embeddings of this spread give scores as spread as a trained model's: some five either way.
                target[row * columns + column] = (float) (2 * random.nextDouble() - 1);
            }
        }
    }
}
