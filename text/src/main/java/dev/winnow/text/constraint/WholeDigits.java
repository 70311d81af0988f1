package dev.winnow.text.constraint;

import dev.winnow.text.constraint.DigitDivisors.Span;
import org.jspecify.annotations.Nullable;

/**
 * Before the point.
 *
 * @param count how many digits
 * @param zero whether they are a single zero, which no digit may follow
 * @param low how they compare with as many first digits of the lower bound
 * @param high and of the upper bound
 */
record WholeDigits(DigitBounds bounds, int count, boolean zero, int low, int high, Remainders remainders)
        implements Digits {
    static WholeDigits none(DigitBounds bounds) {
        return new WholeDigits(
                bounds, 0, false, bounds.low(), bounds.high(), bounds.divisors().none());
    }

    @Override
    public @Nullable Digits step(int value) {
        if (value == '.') {
            return count > 0 && bounds.scale() > 0 && isComplete(count, 0) ? point() : null;
        }
        if (!Digits.isDigit(value) || zero) {
            return null;
        }
        int withLow = bounds.lowWithWhole(low, count, value);
        int withHigh = bounds.highWithWhole(high, count, value);
        WholeDigits next = new WholeDigits(
                bounds.onceKept(count + 1, withLow, withHigh),
                count + 1,
                count == 0 && value == '0',
                withLow,
                withHigh,
                bounds.divisors().withWhole(remainders, value - '0'));
        return next.isAlive() ? next : null;
    }

    private FractionDigits point() {
        int pointLow = bounds.lowOfWhole(count, low);
        int pointHigh = bounds.highOfWhole(count, high);
        return new FractionDigits(
                bounds.onceKept(bounds.mostWhole(), pointLow, pointHigh),
                0,
                pointLow,
                pointHigh,
                bounds.divisors().atPoint(remainders));
    }

    @Override
    public boolean canEnd() {
        return count > 0 && isComplete(count, bounds.scale());
    }

    private boolean isAlive() {
        for (int total = Math.max(count, bounds.leastWhole()); total <= mostDigits(); total++) {
            if (isComplete(total, 0)) {
                return true;
            }
        }
        return false;
    }

    private int mostDigits() {
        return zero ? count : bounds.mostWhole();
    }

    /** Whether they can become a number of so many digits before the point, with zeros at the scale's end. */
    private boolean isComplete(int total, int zeros) {
        int more = total - count + bounds.scale();
        Span span = bounds.span(bounds.lowOfWhole(total, low), bounds.highOfWhole(total, high), more);
        if (span != null && count == 0 && total > 1) {
            // A number of several digits does not begin with zero.
            span = new Span(span.from().max(DigitDivisor.ten(more - 1)), span.to());
        }
        return span != null && bounds.divisors().complete(remainders, more, span, zeros);
    }

    @Override
    public int distance() {
        int best = Integer.MAX_VALUE;
        int first = Math.max(count, bounds.leastWhole());
        for (int total = first; total <= mostDigits() && total - count < best; total++) {
            if (isComplete(total, 0)) {
                int digits = total;
                int scale = bounds.scale();
                int fraction = Digits.leastFraction(0, scale, some -> isComplete(digits, scale - some));
                best = Math.min(best, total - count + (fraction == 0 ? 0 : 1 + fraction));
            }
        }
        return best;
    }
}
