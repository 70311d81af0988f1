package dev.winnow.common.training;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Set;

/**
 * All that a training's result depends on besides its base and its rows.
 *
 * @param form how the base is kept: f32, bf16, int8 or nf4
 * @param products what is multiplied in: f32 or bf16
 * @param rank of the factors, 1 to 1024
 * @param alpha the adapter's strength is alpha / rank
 * @param modules the projections that it changes
 * @param dropout 0 to below 1
 * @param stabilized whether the strength is alpha / sqrt(rank)
 * @param rate the highest, above 0 to 1
 * @param warmUpSteps until the rate is that
 * @param decay constant, linear or cosine
 * @param epochs how often each row is seen, 1 to 1000
 * @param batch rows of a step, 1 to 65,536
 * @param packTokens the most tokens at once, which is also the longest row, at least 8
 * @param seed of all that is drawn
 */
public record TrainingPlan(
        String form,
        String products,
        int rank,
        double alpha,
        List<String> modules,
        double dropout,
        boolean stabilized,
        double rate,
        int warmUpSteps,
        String decay,
        int epochs,
        int batch,
        int packTokens,
        long seed) {
    /** All that an adapter can change. */
    public static final List<String> ALL_MODULES =
            List.of("q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj");

    private static final Set<String> FORMS = Set.of("f32", "bf16", "int8", "nf4");
    private static final Set<String> PRODUCTS = Set.of("f32", "bf16");
    private static final Set<String> DECAYS = Set.of("constant", "linear", "cosine");

    public TrainingPlan {
        modules = List.copyOf(modules);
        requireOneOf("form", form, FORMS);
        requireOneOf("products", products, PRODUCTS);
        requireOneOf("decay", decay, DECAYS);
        require("rank", rank, 1, 1024);
        require("epochs", epochs, 1, 1000);
        require("batch", batch, 1, 1 << 16);
        require("pack_tokens", packTokens, 8, 1 << 20);
        require("warm_up_steps", warmUpSteps, 0, Integer.MAX_VALUE);
        requireTrue("alpha", alpha > 0 && alpha <= 1e6, "above 0 and at most 1e6", alpha);
        requireTrue("dropout", dropout >= 0 && dropout < 1, "from 0 to below 1", dropout);
        requireTrue("rate", rate > 0 && rate <= 1, "above 0 and at most 1", rate);
        requireTrue(
                "modules",
                !modules.isEmpty()
                        && ALL_MODULES.containsAll(modules)
                        && Set.copyOf(modules).size() == modules.size(),
                "some of " + String.join(", ", ALL_MODULES) + ", each once",
                modules);
    }

    /** How many optimizer steps there are for so many rows. */
    public long steps(int rows) {
        return (long) epochs * ((rows + batch - 1) / batch);
    }

    private static void require(String field, int value, int least, int most) {
        requireTrue(field, value >= least && value <= most, "from %d to %d".formatted(least, most), value);
    }

    private static void requireOneOf(String field, String value, Set<String> allowed) {
        requireNonNull(value, field);
        requireTrue(
                field,
                allowed.contains(value),
                "one of " + allowed.stream().sorted().toList(),
                value);
    }

    private static void requireTrue(String field, boolean kept, String bounds, Object value) {
        if (!kept) {
            throw new IllegalArgumentException("%s must be %s, was %s".formatted(field, bounds, value));
        }
    }
}
