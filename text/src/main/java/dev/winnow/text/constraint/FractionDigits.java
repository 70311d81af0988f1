package dev.winnow.text.constraint;

import dev.winnow.text.constraint.DigitDivisors.Span;
import org.jspecify.annotations.Nullable;

/**
 * After the point.
 *
 * @param count how many digits after it
 * @param low how all digits so far compare with the lower bound: 0 or 1
 * @param high and with the upper bound: -1 or 0
 */
record FractionDigits(DigitBounds bounds, int count, int low, int high, Remainders remainders) implements Digits {
    @Override
    public @Nullable Digits step(int value) {
        if (!Digits.isDigit(value) || count == bounds.scale()) {
            return null;
        }
        int withLow = bounds.lowWithFraction(low, count, value);
        int withHigh = bounds.highWithFraction(high, count, value);
        FractionDigits next = new FractionDigits(
                bounds.onceKept(bounds.mostWhole(), withLow, withHigh),
                count + 1,
                withLow,
                withHigh,
                bounds.divisors().withFraction(remainders, value - '0', bounds.scale() - count - 1));
        return next.isComplete(0) ? next : null;
    }

    @Override
    public boolean canEnd() {
        return count > 0 && isComplete(bounds.scale() - count);
    }

    private boolean isComplete(int zeros) {
        int more = bounds.scale() - count;
        Span span = bounds.span(low, high, more);
        return span != null && bounds.divisors().complete(remainders, more, span, zeros);
    }

    @Override
    public int distance() {
        return Digits.leastFraction(Math.max(1, count), bounds.scale(), some -> isComplete(bounds.scale() - some))
                - count;
    }
}
