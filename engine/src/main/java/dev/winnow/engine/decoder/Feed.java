package dev.winnow.engine.decoder;

import static java.util.Objects.requireNonNull;

/**
 * What one row takes in a step.
 *
 * @param slot the row's
 * @param tokens those that follow the ones which the slot holds, from 1 to {@link #MOST_TOKENS}; copied
 * @param scored how many of the last of them are answered with scores: 0 where the row has more to take first
 */
@SuppressWarnings("ArrayRecordComponent") // A few tokens: copied on the way in, never compared.
public record Feed(KvSlot slot, int[] tokens, int scored) {
    /** The most tokens of a row: with more, a guess's last ones are hardly ever right. */
    public static final int MOST_TOKENS = 20;

    public Feed {
        requireNonNull(slot, "slot");
        tokens = tokens.clone();
        if (tokens.length < 1 || tokens.length > MOST_TOKENS) {
            throw new IllegalArgumentException(
                    "a row takes from 1 to %d tokens in a step, not %d".formatted(MOST_TOKENS, tokens.length));
        }
        if (scored < 0 || scored > tokens.length) {
            throw new IllegalArgumentException("%d of %d tokens scored".formatted(scored, tokens.length));
        }
    }

    /** One token, with the scores of the next. */
    public static Feed of(KvSlot slot, int token) {
        return new Feed(slot, new int[] {token}, 1);
    }
}
