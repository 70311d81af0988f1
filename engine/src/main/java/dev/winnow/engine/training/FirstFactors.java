package dev.winnow.engine.training;

import java.util.Random;

/**
 * The factors that training begins with, as PEFT has them: A uniform within {@code 1 / sqrt(inputs)} (Kaiming's bound
 * with a = sqrt(5)), B nothing, so that the adapted model is the base model. Each factor has random numbers of its own.
 */
final class FirstFactors {
    private FirstFactors() {}

    static void writeTo(TrainingGraph graph, Seeds seeds) {
        long part = 0;
        for (FactorLayout.Factor factor : graph.layout().factors()) {
            if (factor.takesInput()) {
                graph.write(factor.first(), drawn(factor, new Random(seeds.of(Seeds.Use.FACTORS, part))));
            }
            part++;
        }
    }

    private static float[] drawn(FactorLayout.Factor factor, Random random) {
        double bound = 1 / Math.sqrt(factor.columns());
        float[] values = new float[factor.values()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (bound * (2 * random.nextDouble() - 1));
        }
        return values;
    }
}
