package dev.winnow.text.prompt;

/** The tokens that a model is given, control tokens of its template included. Immutable. */
public final class Prompt {
    private final int[] tokens;

    Prompt(int[] tokens) {
        this.tokens = tokens;
    }

    /** The tokens, a copy. */
    public int[] tokens() {
        return tokens.clone();
    }

    /** How many there are. */
    public int length() {
        return tokens.length;
    }
}
