package dev.winnow.engine.training;

/**
 * A sequence of tokens whose end is to be learned.
 *
 * @param tokens prompt and output, the end token at the output's end
 * @param supervisedFrom where the output begins, at least 1 and below their number
 */
public record TrainingExample(int[] tokens, int supervisedFrom) {
    public TrainingExample {
        tokens = tokens.clone();
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

    /** A copy. */
    @Override
    public int[] tokens() {
        return tokens.clone();
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
