package dev.winnow.text.constraint;

import dev.winnow.text.schema.NumberGrid;
import dev.winnow.text.schema.NumberSet;
import org.jspecify.annotations.Nullable;

/** Before the sign; bounds are null where no number has that sign. */
record StartDigits(@Nullable DigitBounds negative, @Nullable DigitBounds positive) implements Digits {
    /** The places of sets last used; they know of no vocabulary. */
    private static final BoundedCache<NumberSet, StartDigits> KNOWN = new BoundedCache<>(256);

    /**
     * Before the numbers of a set.
     *
     * @throws IllegalArgumentException if it has none
     */
    static StartDigits of(NumberSet set) {
        return KNOWN.get(set, StartDigits::find);
    }

    private static StartDigits find(NumberSet set) {
        NumberGrid grid = set.grid();
        DigitDivisors divisors = new DigitDivisors(grid);
        // Zero is positive: "-0" would be one more way to write it.
        StartDigits start = new StartDigits(bounds(grid.negatives(), divisors), bounds(grid.notNegatives(), divisors));
        if (start.negative == null && start.positive == null) {
            throw new IllegalArgumentException("no number is in " + set);
        }
        return start;
    }

    private static @Nullable DigitBounds bounds(NumberGrid magnitudes, DigitDivisors divisors) {
        return magnitudes.isEmpty() ? null : new DigitBounds(magnitudes, divisors);
    }

    /** How many places may be told apart, at most. */
    double mostPlaces() {
        return (negative == null ? 0 : negative.mostPlaces()) + (positive == null ? 0 : positive.mostPlaces());
    }

    @Override
    public @Nullable Digits step(int value) {
        if (value == '-') {
            return negative == null ? null : WholeDigits.none(negative);
        }
        return positive == null ? null : WholeDigits.none(positive).step(value);
    }

    @Override
    public boolean canEnd() {
        return false;
    }

    @Override
    public int distance() {
        int byPositive = positive == null
                ? Integer.MAX_VALUE
                : WholeDigits.none(positive).distance();
        int byNegative = negative == null
                ? Integer.MAX_VALUE
                : 1 + WholeDigits.none(negative).distance();
        return Math.min(byPositive, byNegative);
    }
}
