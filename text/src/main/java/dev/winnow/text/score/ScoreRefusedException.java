package dev.winnow.text.score;

/** A schema says of a value that it is to be scored by a rule that there is not. */
public final class ScoreRefusedException extends RuntimeException {
    private final String pointer;

    ScoreRefusedException(String pointer, String message) {
        super(message);
        this.pointer = pointer;
    }

    /** Where in the schema it says so. */
    public String pointer() {
        return pointer;
    }
}
