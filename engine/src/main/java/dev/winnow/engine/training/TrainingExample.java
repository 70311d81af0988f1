package dev.winnow.engine.training;

/** A sequence of tokens whose end is to be learned. Immutable. */
public final class TrainingExample {
    private final int[] tokens;
    private final int supervisedFrom;

    /**
     * Takes a copy.
     *
     * @param tokens prompt and output, the end token at the output's end
     * @param supervisedFrom where the output begins, at least 1 and below their number
     */
    public TrainingExample(int[] tokens, int supervisedFrom) {
        this.tokens = tokens.clone();
        this.supervisedFrom = supervisedFrom;
        if (supervisedFrom < 1 || supervisedFrom >= tokens.length) {
            throw new IllegalArgumentException(
                    "an example needs a prompt of at least one token and an output of at least one: of %d tokens the output"
                                    .formatted(tokens.length)
                            + " would begin at " + supervisedFrom);
        }
        for (int token : tokens) {
            if (token < 0) {
                throw new IllegalArgumentException("a token is at least 0, was " + token);
            }
        }
    }

    /** A copy of its tokens. */
    public int[] tokens() {
        return tokens.clone();
    }

    /** Where its output begins. */
    public int supervisedFrom() {
        return supervisedFrom;
    }

    /** How many tokens it has. */
    public int length() {
        return tokens.length;
    }

    /** How many tokens are learned. */
    public int supervised() {
        return tokens.length - supervisedFrom;
    }

    int token(int at) {
        return tokens[at];
    }
}
