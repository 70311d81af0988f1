package dev.winnow.text.constraint;

import dev.winnow.text.constraint.Remainders.Remainder;
import dev.winnow.text.schema.NumberGrid;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/** The divisors of a grid's points: the one that they have, and those that they must not have. */
final class DigitDivisors {
    private final DigitDivisor step;
    private final List<DigitDivisor> excluded;
    private final boolean plain;

    DigitDivisors(NumberGrid grid) {
        step = new DigitDivisor(grid.step(), grid.scale());
        excluded = grid.excluded().stream()
                .map(divisor -> new DigitDivisor(divisor, grid.scale()))
                .toList();
        plain = grid.step().equals(BigInteger.ONE) && excluded.isEmpty();
    }

    /** How many remainders may be told apart, at most. */
    double distinct() {
        return excluded.stream()
                .mapToDouble(one -> one.divisor().doubleValue())
                .reduce(step.divisor().doubleValue(), (a, b) -> a * b);
    }

    /** What no digits leave. */
    Remainders none() {
        return plain
                ? Remainders.NONE
                : new Remainders(
                        step.none(), excluded.stream().map(DigitDivisor::none).toList());
    }

    /** What is left with one digit more before the point. */
    Remainders withWhole(Remainders soFar, int digit) {
        return plain ? soFar : each(soFar, (divisor, remainder) -> divisor.withWhole(remainder, digit));
    }

    /** What is left at the point. */
    Remainders atPoint(Remainders soFar) {
        return plain ? soFar : each(soFar, DigitDivisor::atPoint);
    }

    /** What is left with one digit more after the point, and so many that may come after it. */
    Remainders withFraction(Remainders soFar, int digit, int left) {
        return plain ? soFar : each(soFar, (divisor, remainder) -> divisor.withFraction(remainder, digit, left));
    }

    private Remainders each(Remainders soFar, BiFunction<DigitDivisor, Remainder, Remainder> then) {
        List<Remainder> ofExcluded = new ArrayList<>(excluded.size());
        for (int i = 0; i < excluded.size(); i++) {
            ofExcluded.add(then.apply(excluded.get(i), soFar.ofExcluded().get(i)));
        }
        return new Remainders(then.apply(step, soFar.ofStep()), List.copyOf(ofExcluded));
    }

    /**
     * Whether digits can follow that make a point of the grid.
     *
     * @param digits how many follow, with those after the point up to the scale
     * @param span which numbers they may be
     * @param zeros how many of them, from the last one on, must be zeros
     */
    boolean complete(Remainders soFar, int digits, Span span, int zeros) {
        BigInteger unit = DigitDivisor.ten(zeros);
        BigInteger first = zeros == 0 ? span.from() : ceiling(span.from(), unit);
        BigInteger last = zeros == 0 ? span.to() : span.to().divide(unit);
        if (plain || first.compareTo(last) > 0) {
            return first.compareTo(last) <= 0;
        }
        if (soFar.ofStep().least() > digits) {
            return false;
        }
        // Of the multiples of the unit, those that make a multiple of the step: they recur.
        BigInteger shared = step.divisor().gcd(unit);
        BigInteger period = step.divisor().divide(shared);
        BigInteger residue = BigInteger.ZERO;
        if (!period.equals(BigInteger.ONE)) {
            BigInteger missing = step.missing(soFar.ofStep(), digits);
            residue = zeros == 0
                    ? missing
                    : missing.divide(shared).multiply(unit.divide(shared).modInverse(period));
        }
        BigInteger begin = first.add(residue.subtract(first).mod(period));
        return begin.compareTo(last) <= 0
                && (excluded.isEmpty() || someIsNotExcluded(soFar, digits, unit, begin, last, period));
    }

    /** Looks at multiples of a unit from one to another; runs of excluded ones are never long. */
    private boolean someIsNotExcluded(
            Remainders soFar, int digits, BigInteger unit, BigInteger begin, BigInteger last, BigInteger period) {
        BigInteger value = begin.multiply(unit);
        BigInteger advance = period.multiply(unit);
        List<BigInteger> divisors = new ArrayList<>(excluded.size());
        List<BigInteger> missing = new ArrayList<>(excluded.size());
        for (int i = 0; i < excluded.size(); i++) {
            Remainder remainder = soFar.ofExcluded().get(i);
            if (remainder.least() <= digits) {
                BigInteger divisor = excluded.get(i).divisor();
                BigInteger misses = excluded.get(i).missing(remainder, digits);
                if (advance.mod(divisor).signum() != 0) {
                    divisors.add(divisor);
                    missing.add(misses);
                } else if (value.subtract(misses).mod(divisor).signum() == 0) {
                    return false;
                }
            }
        }
        BigInteger most = last.multiply(unit);
        while (value.compareTo(most) <= 0) {
            boolean excludes = false;
            for (int i = 0; i < divisors.size() && !excludes; i++) {
                excludes = value.subtract(missing.get(i)).mod(divisors.get(i)).signum() == 0;
            }
            if (!excludes) {
                return true;
            }
            value = value.add(advance);
        }
        return false;
    }

    private static BigInteger ceiling(BigInteger value, BigInteger unit) {
        return value.add(unit).subtract(BigInteger.ONE).divide(unit);
    }

    /** Numbers from one to another, both included. */
    record Span(BigInteger from, BigInteger to) {}
}
