package dev.winnow.text.constraint;

import org.jspecify.annotations.Nullable;

/**
 * The digits of a number so far, as far as they matter. Whether they can still become a number within its bounds
 * depends only on how many they are and on how they compare with the first digits of the bounds, so there are few such
 * places, however many numbers.
 */
sealed interface Digits {
    /** What a byte makes of them; null if no number within the bounds begins so. */
    @Nullable
    Digits step(int value);

    /** Whether they are a number within the bounds. */
    boolean canEnd();

    private static int compare(int soFar, String bound, int digit, int value) {
        return soFar == 0 && digit < bound.length() ? Integer.signum(value - bound.charAt(digit)) : soFar;
    }

    private static boolean isDigit(int value) {
        return '0' <= value && value <= '9';
    }

    /** Before the sign; bounds are null where no number has that sign. */
    record Start(@Nullable DigitBounds negative, @Nullable DigitBounds positive) implements Digits {
        @Override
        public @Nullable Digits step(int value) {
            if (value == '-') {
                return negative == null ? null : new Whole(negative, 0, false, 0, 0);
            }
            return positive == null ? null : new Whole(positive, 0, false, 0, 0).step(value);
        }

        @Override
        public boolean canEnd() {
            return false;
        }
    }

    /**
     * Before the point.
     *
     * @param count how many digits
     * @param zero whether they are a single zero, which no digit may follow
     * @param low how they compare with as many first digits of the lower bound
     * @param high and of the upper bound
     */
    record Whole(DigitBounds bounds, int count, boolean zero, int low, int high) implements Digits {
        @Override
        public @Nullable Digits step(int value) {
            if (value == '.') {
                return canHaveFraction() ? new Fraction(bounds, 0, comparedWithLow(), comparedWithHigh()) : null;
            }
            if (!isDigit(value) || zero) {
                return null;
            }
            Whole next = new Whole(
                    bounds,
                    count + 1,
                    count == 0 && value == '0',
                    compare(low, bounds.lowWhole(), count, value),
                    compare(high, bounds.highWhole(), count, value));
            return next.canEnd() || next.canHaveFraction() || next.canGrow() ? next : null;
        }

        @Override
        public boolean canEnd() {
            boolean enough = comparedWithLow() > 0 || (comparedWithLow() == 0 && bounds.lowIsZeroFrom(0));
            return count > 0 && enough && comparedWithHigh() <= 0;
        }

        private boolean canHaveFraction() {
            return count > 0 && bounds.scale() > 0 && comparedWithLow() >= 0 && comparedWithHigh() <= 0;
        }

        /**
         * Whether more digits before the point can lead to a number: for some count of them both bounds can be kept.
         */
        private boolean canGrow() {
            int least = bounds.lowWhole().length();
            int most = bounds.highWhole().length();
            for (int total = Math.max(count + 1, least); !zero && total <= most; total++) {
                if ((total > least || low >= 0) && (total < most || high <= 0)) {
                    return true;
                }
            }
            return false;
        }

        /** The number's order to the lower bound, if the point came now: more digits are a larger number. */
        private int comparedWithLow() {
            int longer = Integer.compare(count, bounds.lowWhole().length());
            return longer != 0 ? longer : low;
        }

        private int comparedWithHigh() {
            int longer = Integer.compare(count, bounds.highWhole().length());
            return longer != 0 ? longer : high;
        }
    }

    /**
     * After the point.
     *
     * @param count how many digits after it
     * @param low how all digits so far compare with the lower bound: 0 or 1
     * @param high and with the upper bound: -1 or 0
     */
    record Fraction(DigitBounds bounds, int count, int low, int high) implements Digits {
        @Override
        public @Nullable Digits step(int value) {
            if (!isDigit(value) || count == bounds.scale()) {
                return null;
            }
            int nextLow = compare(low, bounds.lowFraction(), count, value);
            int nextHigh = compare(high, bounds.highFraction(), count, value);
            return nextLow < 0 || nextHigh > 0 ? null : new Fraction(bounds, count + 1, nextLow, nextHigh);
        }

        @Override
        public boolean canEnd() {
            return count > 0 && (low > 0 || bounds.lowIsZeroFrom(count));
        }
    }
}
