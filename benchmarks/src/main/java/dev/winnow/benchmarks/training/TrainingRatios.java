package dev.winnow.benchmarks.training;

import dev.winnow.benchmarks.report.Report;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How the learners of one seed compare: to the first of PEFT's, and their losses to Winnow's first. Not thread-safe.
 */
final class TrainingRatios {
    private final String suffix;
    private final Map<Learner, LossCurve> curves = new LinkedHashMap<>();

    /** Ratios whose names end so. */
    TrainingRatios(String suffix) {
        this.suffix = suffix;
    }

    void add(Learner learner, LossCurve curve) {
        // Full fine-tuning learns something else: it has its figures, and no ratios.
        if (learner.writesAdapter()) {
            curves.put(learner, curve);
        }
    }

    Map<String, Double> all() {
        Map<String, Double> all = new LinkedHashMap<>();
        Optional<LossCurve> exact = first(Learner.Winnow.class);
        Optional<LossCurve> peer = first(Learner.Peft.class);
        curves.forEach((learner, curve) -> {
            exact.filter(other -> other != curve)
                    .ifPresent(other -> all.put(
                            "largest_difference_of_a_step's_loss_" + learner.name() + suffix, curve.apart(other)));
            peer.filter(other -> other != curve)
                    .ifPresent(other -> all.put(
                            "training_tokens_per_second_%s_vs_peft%s".formatted(learner.name(), suffix),
                            curve.tokensPerSecond() / other.tokensPerSecond()));
            peer.filter(other -> other != curve)
                    .ifPresent(other -> all.put(
                            "training_tokens_per_processor_second_%s_vs_peft%s".formatted(learner.name(), suffix),
                            curve.tokensPerProcessorSecond() / other.tokensPerProcessorSecond()));
        });
        Optional<LossCurve> best = curves.entrySet().stream()
                .filter(entry -> entry.getKey() instanceof Learner.Winnow)
                .map(Map.Entry::getValue)
                .max(Comparator.comparingDouble(LossCurve::tokensPerSecond));
        if (best.isPresent() && peer.isPresent()) {
            all.put(
                    "training_tokens_per_second_vs_peft" + suffix,
                    best.get().tokensPerSecond() / peer.get().tokensPerSecond());
            all.put(
                    "training_peak_memory_of_peft_to_winnow" + suffix,
                    peer.get().peakMebibytes() / best.get().peakMebibytes());
        }
        return all;
    }

    void reportTo(Report report) {
        all().forEach(report::ratio);
    }

    private Optional<LossCurve> first(Class<? extends Learner> kind) {
        return curves.entrySet().stream()
                .filter(entry -> kind.isInstance(entry.getKey()))
                .map(Map.Entry::getValue)
                .findFirst();
    }
}
