package dev.winnow.text.pattern;

import org.apache.lucene.util.automaton.Automaton;

/**
 * The languages of ECMA-262 patterns, as JSON Schema has them: found anywhere in a text, which is read by code points.
 * Look-around is held, back references are not, since no automaton has them.
 */
public final class Patterns {
    /** Characters of a pattern at most. */
    public static final int MOST_CHARACTERS = 4096;

    private Patterns() {}

    /**
     * The texts in which a pattern finds a match.
     *
     * @throws UnreadablePatternException if it is no pattern, or has what is not run here
     * @throws LanguageTooLargeException if it takes too much to hold
     */
    public static Language compile(String ecma) {
        if (ecma.length() > MOST_CHARACTERS) {
            throw new UnreadablePatternException(
                    "it has " + ecma.length() + " characters, at most " + MOST_CHARACTERS + " are taken");
        }
        return language(Steps.finding(PatternReader.read(ecma)));
    }

    /** The texts that a pattern of our own describes from beginning to end. */
    static Language whole(String ecma) {
        return language(Steps.being(PatternReader.read(ecma)));
    }

    static Language language(Steps steps) {
        Alphabet alphabet = new Alphabet(steps.sets());
        Automaton overClasses = steps.looks() ? Situations.of(steps, alphabet) : Threads.of(steps, alphabet);
        return Language.of(overClasses, alphabet);
    }
}
