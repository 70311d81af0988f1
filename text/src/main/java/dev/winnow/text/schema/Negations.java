package dev.winnow.text.schema;

/** What the opposite of a keyword is where it cannot be enforced. */
final class Negations {
    static final String NOTE = "that a value does not fit it can only be checked when the value is complete";

    private Negations() {}
}
