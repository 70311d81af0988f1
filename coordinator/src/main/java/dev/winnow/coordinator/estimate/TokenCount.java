package dev.winnow.coordinator.estimate;

/**
 * A number of tokens as the API shows it.
 *
 * @param value the likeliest
 * @param standardError of the value; 0 where all was counted, and of a guess
 * @param low the truth is above in 39 of 40 cases
 * @param high the truth is below in 39 of 40 cases
 */
public record TokenCount(long value, long standardError, long low, long high) {
    /** In whole tokens. */
    public static TokenCount of(Amount amount) {
        return new TokenCount(
                Math.round(amount.value()),
                (long) Math.ceil(amount.standardError()),
                (long) Math.floor(amount.low()),
                (long) Math.ceil(amount.high()));
    }
}
