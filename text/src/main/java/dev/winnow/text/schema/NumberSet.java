package dev.winnow.text.schema;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Numbers between two bounds that are multiples of some divisors and not of others. Sets are equal if they are said
 * alike, after divisors that say nothing were left out. Immutable.
 *
 * @param low the lower bound, null if there is none
 * @param lowExclusive whether the lower bound itself is left out
 * @param high the upper bound, null if there is none
 * @param highExclusive whether the upper bound itself is left out
 * @param multiplesOf every number is a multiple of each of these
 * @param notMultiplesOf no number is a multiple of any of these
 */
public record NumberSet(
        @Nullable BigDecimal low,
        boolean lowExclusive,
        @Nullable BigDecimal high,
        boolean highExclusive,
        List<BigDecimal> multiplesOf,
        List<BigDecimal> notMultiplesOf) {
    /** All numbers. */
    public static final NumberSet ANY = new NumberSet(null, false, null, false, List.of(), List.of());

    /** All integers; 1.0 is one. */
    public static final NumberSet INTEGERS = multipleOf(BigDecimal.ONE);

    /** Checks the divisors, see {@link #isDivisor}. */
    public NumberSet {
        Stream.concat(multiplesOf.stream(), notMultiplesOf.stream())
                .filter(divisor -> !isDivisor(divisor))
                .findFirst()
                .ifPresent(divisor -> {
                    throw new IllegalArgumentException(divisor + " is no divisor: it must be positive, with at most "
                            + NumberGrid.MOST_DIGITS + " digits before and after the point");
                });
        low = low == null ? null : low.stripTrailingZeros();
        high = high == null ? null : high.stripTrailingZeros();
        lowExclusive &= low != null;
        highExclusive &= high != null;
        multiplesOf = Multiples.withoutDivisorsOfOthers(multiplesOf);
        notMultiplesOf = Multiples.withoutMultiplesOfOthers(notMultiplesOf);
    }

    /** One number alone. */
    public static NumberSet of(BigDecimal value) {
        return new NumberSet(value, false, value, false, List.of(), List.of());
    }

    /** The multiples of a divisor. */
    public static NumberSet multipleOf(BigDecimal divisor) {
        return new NumberSet(null, false, null, false, List.of(divisor), List.of());
    }

    /** All numbers from one on, with it or without. */
    public static NumberSet from(BigDecimal low, boolean exclusive) {
        return new NumberSet(low, exclusive, null, false, List.of(), List.of());
    }

    /** All numbers up to one, with it or without. */
    public static NumberSet upTo(BigDecimal high, boolean exclusive) {
        return new NumberSet(null, false, high, exclusive, List.of(), List.of());
    }

    private static NumberSet notMultipleOf(BigDecimal divisor) {
        return new NumberSet(null, false, null, false, List.of(), List.of(divisor));
    }

    /** Whether numbers can be divided by this one here: it is positive and not outlandish. */
    public static boolean isDivisor(BigDecimal divisor) {
        BigDecimal shortest = divisor.stripTrailingZeros();
        return divisor.signum() > 0
                && shortest.scale() <= NumberGrid.MOST_DIGITS
                && NumberGrid.digitsBeforePoint(shortest) <= NumberGrid.MOST_DIGITS;
    }

    /** The numbers that are in both sets. */
    public NumberSet and(NumberSet other) {
        boolean ownLow = other.low == null || (low != null && isTighter(low.compareTo(other.low), lowExclusive));
        boolean ownHigh = other.high == null || (high != null && isTighter(other.high.compareTo(high), highExclusive));
        return new NumberSet(
                ownLow ? low : other.low,
                ownLow ? lowExclusive : other.lowExclusive,
                ownHigh ? high : other.high,
                ownHigh ? highExclusive : other.highExclusive,
                Stream.concat(multiplesOf.stream(), other.multiplesOf.stream()).toList(),
                Stream.concat(notMultiplesOf.stream(), other.notMultiplesOf.stream())
                        .toList());
    }

    private static boolean isTighter(int order, boolean exclusive) {
        return order > 0 || (order == 0 && exclusive);
    }

    /** The numbers that are not in this set, as sets that may overlap; none if it is {@link #ANY}. */
    public List<NumberSet> not() {
        List<NumberSet> others = new ArrayList<>();
        if (low != null) {
            others.add(upTo(low, !lowExclusive));
        }
        if (high != null) {
            others.add(from(high, !highExclusive));
        }
        multiplesOf.forEach(divisor -> others.add(notMultipleOf(divisor)));
        notMultiplesOf.forEach(divisor -> others.add(multipleOf(divisor)));
        return List.copyOf(others);
    }

    /** Whether a number is in this set, whether or not an output may write it. */
    public boolean contains(BigDecimal number) {
        BigDecimal shortest = number.stripTrailingZeros();
        return (low == null || isTighter(shortest.compareTo(low), !lowExclusive))
                && (high == null || isTighter(high.compareTo(shortest), !highExclusive))
                && multiplesOf.stream().allMatch(divisor -> Multiples.isMultiple(shortest, divisor))
                && notMultiplesOf.stream().noneMatch(divisor -> Multiples.isMultiple(shortest, divisor));
    }

    /** Whether it has no number that an output may write. */
    public boolean isEmpty() {
        return grid().isEmpty();
    }

    /** Its numbers that an output may write, in order; nothing if there are more than that, or no end of them. */
    public Optional<List<BigDecimal>> values(int most) {
        NumberGrid grid = grid();
        if (grid.isEmpty()) {
            return Optional.of(List.of());
        }
        boolean finite = low != null && high != null && (!multiplesOf.isEmpty() || isBetweenEqualBounds());
        return finite ? grid.values(most) : Optional.empty();
    }

    /** Whether it has one number at most, its lower and upper bound. */
    boolean isBetweenEqualBounds() {
        return low != null && high != null && low.compareTo(high) == 0;
    }

    /** Its numbers that an output may write. */
    public NumberGrid grid() {
        return NumberGrid.of(this);
    }
}
