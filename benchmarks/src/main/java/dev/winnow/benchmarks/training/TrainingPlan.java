package dev.winnow.benchmarks.training;

import dev.winnow.engine.training.StatePages;
import java.nio.file.Path;
import java.util.List;

/**
 * What is compared.
 *
 * @param learners one of Winnow's first: its order and first factors are PEFT's too
 * @param seeds each learner learns once with each
 * @param epochs how often each row is seen
 * @param stepRows rows of a step
 * @param rate the highest
 * @param packTokens tokens that are computed at once
 * @param steps the most that are taken of the schedule
 * @param memoryMebibytes for Winnow's tensors; 0 for no more than is needed
 * @param stateBytes of it for the optimizer's state
 * @param score whether the adapters write the measured rows
 * @param agree how many of them PEFT writes too
 */
record TrainingPlan(
        List<Learner> learners,
        List<Long> seeds,
        int epochs,
        int stepRows,
        double rate,
        int packTokens,
        int steps,
        long memoryMebibytes,
        long stateBytes,
        boolean score,
        int agree) {
    /** The smallest page budget there is. */
    static final long LEAST_STATE_BYTES = StatePages.PAGE_BYTES;

    TrainingPlan {
        learners = List.copyOf(learners);
        seeds = List.copyOf(seeds);
        if (learners.isEmpty() || !(learners.get(0) instanceof Learner.Winnow)) {
            throw new IllegalArgumentException(
                    "--runs must begin with one of Winnow's, whose order and first factors are PEFT's too");
        }
        if (learners.stream().distinct().count() < learners.size()) {
            throw new IllegalArgumentException("--runs names a run twice: --seeds repeats runs");
        }
        if (seeds.isEmpty() || seeds.stream().distinct().count() < seeds.size()) {
            throw new IllegalArgumentException("--seeds needs different seeds, at least one");
        }
        if (!(rate > 0 && rate <= 1)) {
            throw new IllegalArgumentException("--rate must be above 0 and at most 1, was " + rate);
        }
        if (memoryMebibytes < 0) {
            throw new IllegalArgumentException("--memory-mib must be at least 0, was " + memoryMebibytes);
        }
        if (stateBytes < LEAST_STATE_BYTES) {
            throw new IllegalArgumentException(
                    "--state-bytes must be at least %d, one page, was %d".formatted(LEAST_STATE_BYTES, stateBytes));
        }
        if ((score || agree > 0) && !learners.stream().allMatch(Learner::writesAdapter)) {
            throw new IllegalArgumentException(
                    "full fine-tuning writes no adapter: leave its run out, or --score and --agree");
        }
    }

    TrainingStart start(Path model, TrainingRows rows, Learner.Winnow how, long seed, Path folder) {
        return new TrainingStart(
                model,
                rows.learned(),
                rows.heldOut(),
                how.base().wireName(),
                how.products().wireName(),
                rate,
                epochs,
                stepRows,
                packTokens,
                steps,
                seed,
                memoryMebibytes,
                stateBytes,
                folder);
    }
}
