package dev.winnow.text.constraint;

import dev.winnow.text.pattern.Language;
import dev.winnow.text.schema.NumberSet;

/**
 * How values of each kind are spelled with one vocabulary, whatever schema they belong to: what one schema has had
 * found out about dates or integers is there for the next. Thread-safe.
 */
final class Spelling {
    private static final int MOST = 500;

    private final TokenTrie trie;
    private final Filler filler;
    private final BoundedCache<NumberSet, NumberWays> numbers = new BoundedCache<>(MOST);
    private final BoundedCache<Language, TextWays> texts = new BoundedCache<>(MOST);
    private final BoundedCache<Language, TextWays> plainTexts = new BoundedCache<>(MOST);

    Spelling(TokenTrie trie) {
        this.trie = trie;
        this.filler = new Filler(trie);
    }

    TokenTrie trie() {
        return trie;
    }

    NumberWays numbers(NumberSet set) {
        return numbers.get(set, one -> new NumberWays(trie, one));
    }

    /** Strings of a language, with whatever escapes JSON allows. */
    TextWays texts(Language language) {
        return texts.get(language, one -> new TextWays(one, trie, filler, false));
    }

    /** Strings of a language in one way only: escaped where they must be. */
    TextWays plainTexts(Language language) {
        return plainTexts.get(language, one -> new TextWays(one, trie, filler, true));
    }
}
