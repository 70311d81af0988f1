package dev.winnow.text.pattern;

import java.util.List;
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
        return language(Steps.finding(read(ecma)));
    }

    private static Node read(String ecma) {
        if (ecma.length() > MOST_CHARACTERS) {
            throw new UnreadablePatternException(
                    "it has " + ecma.length() + " characters, at most " + MOST_CHARACTERS + " are taken");
        }
        return PatternReader.read(ecma);
    }

    /**
     * The texts in which a pattern finds a match, as languages of which one is enough, with what it says of lengths
     * beside them. A pattern that is too large has languages that take more than it does.
     *
     * @throws UnreadablePatternException if it is no pattern, or has what is not run here
     */
    public static List<PatternLanguage> languages(String ecma) {
        return Counted.ways(read(ecma)).stream()
                .filter(way -> way.min() <= way.max())
                .map(Patterns::language)
                .toList();
    }

    private static PatternLanguage language(Counted way) {
        try {
            return new PatternLanguage(allOf(way.parts()), way.min(), way.max(), true);
        } catch (LanguageTooLargeException e) {
            return new PatternLanguage(loosened(way.parts()), way.min(), way.max(), false);
        }
    }

    private static Language loosened(List<Node> parts) {
        try {
            return allOf(parts.stream().map(Loosened::of).toList());
        } catch (LanguageTooLargeException e) {
            return Language.ANY;
        }
    }

    private static Language allOf(List<Node> parts) {
        Language all = Language.ANY;
        for (Node part : parts) {
            all = all.and(language(Steps.finding(part)));
        }
        return all;
    }

    /**
     * What says of finished texts whether a pattern is found in them.
     *
     * @throws UnreadablePatternException if it is no pattern, or has what is not run here
     * @throws LanguageTooLargeException if it is too large even for that
     */
    public static PatternMatcher matcher(String ecma) {
        return new PatternMatcher(Steps.finding(read(ecma)));
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
