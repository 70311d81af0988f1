package dev.winnow.coordinator.estimate;

/**
 * A number that is not known for sure.
 *
 * @param value the likeliest
 * @param standardError of the value; 0 where everything was counted
 * @param low where the truth lies above in 39 of 40 cases
 * @param high where the truth lies below in 39 of 40 cases
 */
public record Amount(double value, double standardError, double low, double high) {
    private static final double OF_95_PERCENT = 1.96;

    public Amount {
        if (!(low <= value && value <= high)) {
            throw new IllegalArgumentException("%s is not within %s and %s".formatted(value, low, high));
        }
    }

    /** With the interval that holds the truth in 95 of 100 cases. */
    public static Amount of(double value, double standardError) {
        double margin = OF_95_PERCENT * standardError;
        return new Amount(value, standardError, Math.max(0, value - margin), value + margin);
    }

    /** So many of it. */
    public Amount times(double factor) {
        return new Amount(value * factor, standardError * factor, low * factor, high * factor);
    }

    /** The same, where more than the limit is impossible. */
    public Amount atMost(double limit) {
        return new Amount(Math.min(value, limit), standardError, Math.min(low, limit), Math.min(high, limit));
    }
}
