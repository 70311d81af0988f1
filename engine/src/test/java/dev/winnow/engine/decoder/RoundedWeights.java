package dev.winnow.engine.decoder;

import dev.winnow.engine.model.WeightReader;
import dev.winnow.engine.model.WeightShape;

/** Weights rounded to 16-bit floats, as the golden outputs' model has them. */
public record RoundedWeights(WeightReader exact) implements WeightReader {
    @Override
    public boolean has(String name) {
        return exact.has(name);
    }

    @Override
    public WeightShape shape(String name) {
        return exact.shape(name);
    }

    @Override
    public void readRows(String name, int firstRow, int rows, float[] target) {
        exact.readRows(name, firstRow, rows, target);
        for (int i = 0; i < rows * shape(name).columns(); i++) {
            target[i] = rounded(target[i]);
        }
    }

    /** To 11 significant bits, or to multiples of 2^-24 for the smallest; half to even. */
    static float rounded(float value) {
        double unit = Math.scalb(1.0, Math.max(Math.getExponent(value), -14) - 10);
        return (float) (Math.rint(value / unit) * unit);
    }
}
