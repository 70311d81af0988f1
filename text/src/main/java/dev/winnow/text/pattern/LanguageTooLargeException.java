package dev.winnow.text.pattern;

/** A language that would take too much to hold; the message says why, fit to follow the name of a keyword. */
public final class LanguageTooLargeException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private static final String REMEDY = "; shorten its counted repetitions, or anchor it with ^ and $";

    private LanguageTooLargeException(String message) {
        super(message);
    }

    static LanguageTooLargeException ofStates(int most) {
        return new LanguageTooLargeException(
                "it has more places to be told apart than the " + most + " that are taken" + REMEDY);
    }

    static LanguageTooLargeException ofWork() {
        return new LanguageTooLargeException(
                "it takes too much work to tell its places apart: it can be read in too many ways at once" + REMEDY);
    }

    static LanguageTooLargeException ofLengths(int states, int atLeast) {
        return new LanguageTooLargeException("a text of at least " + atLeast + " characters through its " + states
                + " places takes too much to look for; ask for a shorter one");
    }
}
