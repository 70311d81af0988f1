package dev.winnow.text.score;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** How a value is compared with the one that is expected. Scores are from 0 to 1. */
public enum ScoreRule {
    /** Equal or not: numbers by their value, texts after trimming and collapsing white space, lists in their order. */
    EXACT,
    /** Exact for a text of up to 200 characters, by similarity for a longer one. */
    TEXT,
    /** The F1 of the words that both texts have in the same order. */
    SIMILARITY,
    /** The F1 of the entries that both lists have, in any order. */
    F1,
    /** The mean over the fields of the object that is expected. */
    FIELDS,
    /** It does not count. */
    NONE;

    /** The word for it in schemas and in the API. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<ScoreRule> of(String word) {
        return Arrays.stream(values()).filter(rule -> rule.word().equals(word)).findFirst();
    }

    static String words() {
        return Arrays.stream(values()).map(ScoreRule::word).collect(Collectors.joining(", "));
    }
}
