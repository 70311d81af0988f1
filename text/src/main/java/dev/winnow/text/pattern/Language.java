package dev.winnow.text.pattern;

import static java.util.Objects.requireNonNull;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.lucene.util.automaton.Automaton;
import org.jspecify.annotations.Nullable;

/**
 * A regular language of texts: a set that can be combined with others. Its {@link #acceptor()} reads texts character by
 * character.
 *
 * <p>Surrogates and U+0000 are in no text of any language, the complement is that among all other texts. Immutable, and
 * safe for use by several threads.
 */
public final class Language {
    /** States of a language at most. */
    public static final int MOST_STATES = 20_000;

    private static final int MOST_LISTED = 1000;

    /** All texts. */
    public static final Language ANY = Patterns.language(Steps.finding(Node.NOTHING));

    private final Table table;
    private final Acceptor acceptor;

    /** The texts, if they are few and known. */
    private final @Nullable Set<String> listed;

    private Language(Automaton trimmed) {
        this(trimmed, null);
    }

    private Language(Automaton trimmed, @Nullable Set<String> listed) {
        this.table = new Table(trimmed);
        this.acceptor = new Acceptor(table);
        this.listed = listed;
    }

    /**
     * These texts; those with surrogates or U+0000 are left out.
     *
     * @throws LanguageTooLargeException if they take too much to hold
     */
    public static Language of(Collection<String> texts) {
        List<String> taken = texts.stream()
                .filter(text -> text.codePoints().allMatch(Language::isTaken))
                .distinct()
                .toList();
        boolean isList = taken.size() <= MOST_LISTED && !Automatons.areOverlong(taken);
        return new Language(Automatons.ofTexts(taken), isList ? Set.copyOf(taken) : null);
    }

    private static boolean isTaken(int codePoint) {
        return codePoint != 0 && !(codePoint <= Character.MAX_VALUE && Character.isSurrogate((char) codePoint));
    }

    /** The language of an automaton over the classes of an alphabet. */
    static Language of(Automaton overClasses, Alphabet alphabet) {
        return new Language(alphabet.writtenOut(Automatons.trimmed(overClasses)));
    }

    /**
     * The texts that are in both languages.
     *
     * @throws LanguageTooLargeException if they take too much to hold
     */
    public Language and(Language other) {
        if (isAny() || other.isEmpty()) {
            return other;
        }
        if (other.isAny() || isEmpty() || this == other) {
            return this;
        }
        if (isListed() || other.isListed()) {
            Language listed = isListed() ? this : other;
            Language judge = isListed() ? other : this;
            return listed.only(judge);
        }
        return new Language(Automatons.trimmed(Pairs.both(table, other.table)));
    }

    private boolean isListed() {
        return listed != null;
    }

    /** Of the listed texts those that are in the other language. */
    private Language only(Language judge) {
        Set<String> texts = requireNonNull(listed);
        List<String> kept = texts.stream().filter(judge::contains).toList();
        return kept.size() == texts.size() ? this : of(kept);
    }

    /**
     * The texts that are in this language and not in the other.
     *
     * @throws LanguageTooLargeException if they take too much to hold
     */
    public Language minus(Language other) {
        return isEmpty() || other.isEmpty() ? this : new Language(Automatons.trimmed(Pairs.minus(table, other.table)));
    }

    /**
     * The texts that are in one language or in both.
     *
     * @throws LanguageTooLargeException if they take too much to hold
     */
    public Language or(Language other) {
        return isEmpty()
                ? other
                : other.isEmpty() ? this : complement().minus(other).complement();
    }

    /** All texts that are not in this language. */
    public Language complement() {
        return ANY.minus(this);
    }

    /** Whether there is no text. */
    public boolean isEmpty() {
        return table.firstRange(0) == table.endOfRanges(0) && !table.accepts(0);
    }

    /** Whether all texts are in it. */
    public boolean isAny() {
        return acceptor.acceptsAll(acceptor.start());
    }

    /** Whether a text is in it. */
    public boolean contains(String text) {
        int state = acceptor.start();
        for (int i = 0; i < text.length() && state >= 0; ) {
            int codePoint = text.codePointAt(i);
            state = acceptor.next(state, codePoint);
            i += Character.charCount(codePoint);
        }
        return state >= 0 && acceptor.accepts(state);
    }

    /** The texts in order of their code points, if there are at most so many and they are not overlong. */
    public Optional<Set<String>> texts(int most) {
        return FiniteTexts.of(table, most);
    }

    /** What reads its texts, to step through and to ask for the shortest way to an end. */
    public Acceptor acceptor() {
        return acceptor;
    }
}
