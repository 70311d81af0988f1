package dev.winnow.engine.training;

import dev.winnow.engine.model.DecoderShape;
import dev.winnow.engine.model.LoadableAdapter;
import dev.winnow.engine.model.WeightShape;
import java.util.Set;
import java.util.TreeSet;

/** Whether an adapter is one that a training could have written: its modules, sizes and scale, and only numbers. */
public final class AdapterFit {
    private AdapterFit() {}

    /**
     * Refuses an adapter that differs; reads all its factors, one after the other.
     *
     * @throws TrainingRefusedException if it does; the message names the factor
     */
    public static void require(LoadableAdapter adapter, DecoderShape shape, LoraSettings lora) {
        if (Math.abs(adapter.scale() - lora.scale()) > 1e-6 * lora.scale()) {
            throw refused("its scale is %s, where alpha and rank make %s".formatted(adapter.scale(), lora.scale()));
        }
        Set<String> unknown = new TreeSet<>(adapter.projections());
        for (FactorLayout.Factor factor : new FactorLayout(shape, lora).factors()) {
            String projection = factor.name().replaceFirst("\\.lora_[AB]\\.weight$", "");
            unknown.remove(projection);
            if (!adapter.projections().contains(projection)) {
                throw refused("it has no factors of " + projection);
            }
            requireFactor(adapter, factor);
        }
        if (!unknown.isEmpty()) {
            throw refused("it has factors of %s, which this training leaves alone"
                    .formatted(unknown.iterator().next()));
        }
    }

    private static void requireFactor(LoadableAdapter adapter, FactorLayout.Factor factor) {
        WeightShape found = adapter.factors().shape(factor.name());
        if (found.rows() != factor.rows() || found.columns() != factor.columns()) {
            throw refused("%s is %d x %d, where the model and the rank want %d x %d"
                    .formatted(factor.name(), found.rows(), found.columns(), factor.rows(), factor.columns()));
        }
        for (float value : adapter.factors().read(factor.name())) {
            if (!Float.isFinite(value)) {
                throw refused("%s has %s in it, which is no number".formatted(factor.name(), value));
            }
        }
    }

    private static TrainingRefusedException refused(String why) {
        return new TrainingRefusedException("the adapter is not one of this training: " + why);
    }
}
