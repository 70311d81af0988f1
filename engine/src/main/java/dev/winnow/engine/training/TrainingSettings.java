package dev.winnow.engine.training;

import static java.util.Objects.requireNonNull;

/**
 * All that a training's result depends on, besides the base model and the examples. The memory that it may take is not
 * in here: it changes how fast training is, and nothing else.
 *
 * @param lora what the adapter is like
 * @param optimizer how it learns
 * @param base how the frozen weights are kept
 * @param products how they are multiplied
 * @param epochs how often each example is seen, from 1 to 1000
 * @param stepExamples examples of an optimizer step, from 1 to 65,536; the loss is the mean over all their supervised
 *     tokens
 * @param packTokens the most tokens that are computed at once, which is also the longest example, at least 8
 * @param seed of the order of examples, the first factors, and dropout
 */
public record TrainingSettings(
        LoraSettings lora,
        OptimizerSettings optimizer,
        BaseForm base,
        Products products,
        int epochs,
        int stepExamples,
        int packTokens,
        long seed) {
    /** Rank 16 on all modules, rate 1e-3, one epoch in steps of 8 examples, packs of 1024 tokens, all in f32. */
    public static final TrainingSettings DEFAULT = new TrainingSettings(
            LoraSettings.DEFAULT, OptimizerSettings.DEFAULT, BaseForm.F32, Products.F32, 1, 4, 1024, 1);

    private static final int MOST_EPOCHS = 1000;
    private static final int MOST_STEP_EXAMPLES = 1 << 16;
    private static final int LEAST_PACK_TOKENS = 8;
    private static final int MOST_PACK_TOKENS = 1 << 20;

    public TrainingSettings {
        requireNonNull(lora, "lora");
        requireNonNull(optimizer, "optimizer");
        requireNonNull(base, "base");
        requireNonNull(products, "products");
        require("epochs", epochs, 1, MOST_EPOCHS);
        require("stepExamples", stepExamples, 1, MOST_STEP_EXAMPLES);
        require("packTokens", packTokens, LEAST_PACK_TOKENS, MOST_PACK_TOKENS);
    }

    /** The same with another adapter. */
    public TrainingSettings with(LoraSettings other) {
        return new TrainingSettings(other, optimizer, base, products, epochs, stepExamples, packTokens, seed);
    }

    /** The same with another optimizer. */
    public TrainingSettings with(OptimizerSettings other) {
        return new TrainingSettings(lora, other, base, products, epochs, stepExamples, packTokens, seed);
    }

    /** The same on another base. */
    public TrainingSettings with(BaseForm otherBase, Products otherProducts) {
        return new TrainingSettings(lora, optimizer, otherBase, otherProducts, epochs, stepExamples, packTokens, seed);
    }

    /** The same with so many epochs, examples of a step, and tokens of a pack. */
    public TrainingSettings with(int otherEpochs, int otherStepExamples, int otherPackTokens) {
        return new TrainingSettings(
                lora, optimizer, base, products, otherEpochs, otherStepExamples, otherPackTokens, seed);
    }

    /** The same with another seed. */
    public TrainingSettings withSeed(long otherSeed) {
        return new TrainingSettings(lora, optimizer, base, products, epochs, stepExamples, packTokens, otherSeed);
    }

    private static void require(String field, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException("%s must be from %d to %d, was %d".formatted(field, least, most, value));
        }
    }
}
