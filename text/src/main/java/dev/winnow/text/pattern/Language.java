package dev.winnow.text.pattern;

import static java.util.Objects.requireNonNull;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.automaton.Automata;
import org.apache.lucene.util.automaton.Automaton;
import org.apache.lucene.util.automaton.Operations;
import org.jspecify.annotations.Nullable;

/**
 * A regular language of texts, as a deterministic automaton over code points. From each of its states acceptance can be
 * reached, but for the start of the empty language: a text that has been followed so far can always be completed.
 *
 * <p>Surrogates and U+0000 are in no text of any language, the complement is that among all other texts. Immutable, and
 * safe for use by several threads.
 */
public final class Language {
    /** What is never reached. */
    public static final int NEVER = Integer.MAX_VALUE;

    /** States of a language at most. */
    public static final int MOST_STATES = 20_000;

    private static final int MOST_LISTED = 1000;

    /** All texts. */
    public static final Language ANY = Patterns.language(Steps.finding(Node.NOTHING));

    private final Table table;
    private final Lengths lengths;

    /** The texts, if they are few and known. */
    private final @Nullable Set<String> listed;

    private volatile @Nullable Boolean endless;

    private Language(Automaton trimmed) {
        this(trimmed, null);
    }

    private Language(Automaton trimmed, @Nullable Set<String> listed) {
        this.table = new Table(trimmed);
        this.lengths = new Lengths(table);
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
        int longest = taken.stream().mapToInt(Language::bytes).max().orElse(0);
        if (longest > Automata.MAX_STRING_UNION_TERM_LENGTH) {
            return new Language(Automatons.trimmed(
                    Operations.union(taken.stream().map(Automata::makeString).toList())));
        }
        // The smallest automaton as it is made (Daciuk and others, 2000).
        Automaton smallest = Automata.makeStringUnion(
                new TreeSet<>(taken.stream().map(BytesRef::new).toList()));
        if (smallest.getNumStates() > MOST_STATES) {
            throw LanguageTooLargeException.ofStates(MOST_STATES);
        }
        return new Language(smallest, taken.size() > MOST_LISTED ? null : Set.copyOf(taken));
    }

    private static boolean isTaken(int codePoint) {
        return codePoint != 0 && !(codePoint <= Character.MAX_VALUE && Character.isSurrogate((char) codePoint));
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
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
        return acceptsAll(start());
    }

    /** Whether a text is in it. */
    public boolean contains(String text) {
        int state = start();
        for (int i = 0; i < text.length() && state >= 0; ) {
            int codePoint = text.codePointAt(i);
            state = next(state, codePoint);
            i += Character.charCount(codePoint);
        }
        return state >= 0 && accepts(state);
    }

    /** The texts in order of their code points, if there are at most so many and they are not overlong. */
    public Optional<Set<String>> texts(int most) {
        return FiniteTexts.of(table, most);
    }

    /** How many states there are; they are numbered from 0. */
    public int states() {
        return table.states();
    }

    /** The state before a text. */
    public int start() {
        return 0;
    }

    /** The state after one more code point, -1 if no text goes on with it. */
    public int next(int state, int codePoint) {
        return table.next(state, codePoint);
    }

    /** Whether the text up to this state is in the language. */
    public boolean accepts(int state) {
        return table.accepts(state);
    }

    /** Whether some code point, from the first to the last of these, leads on. */
    public boolean anyBetween(int state, int first, int last) {
        return table.anyBetween(state, first, last);
    }

    /** Whether the text up to this state is in the language however it goes on. */
    public boolean acceptsAll(int state) {
        return table.acceptsAll(state);
    }

    /**
     * The fewest code points from a state to the end of a text, of those ways that have at least so many;
     * {@link #NEVER} if there is none.
     *
     * @throws LanguageTooLargeException if so many are too many to look for
     */
    public int shortest(int state, int atLeast) {
        return lengths.shortest(state, atLeast);
    }

    /**
     * The first code point of a way that {@link #shortest} has measured, a plain one if there is one; -1 if a text may
     * end here, or there is no way.
     *
     * @throws LanguageTooLargeException if so many are too many to look for
     */
    public int nearest(int state, int atLeast) {
        return lengths.nearest(state, atLeast);
    }

    /**
     * Whether some code point, from the first to the last of these, leads on to a text that ends with so many more code
     * points.
     */
    public boolean reaches(int state, int first, int last, int atLeast, int atMost) {
        for (int range = table.rangeUpTo(state, first);
                range < table.endOfRanges(state) && table.first(range) <= last;
                range++) {
            int shortest = shortest(table.target(range), atLeast);
            if (shortest != NEVER && shortest <= atMost) {
                return true;
            }
        }
        return false;
    }

    /** The code point, from the first to the last of these, behind which a text ends soonest; -1 if there is none. */
    public int pick(int state, int first, int last, int atLeast) {
        int best = NEVER;
        int picked = -1;
        for (int range = table.rangeUpTo(state, first);
                range < table.endOfRanges(state) && table.first(range) <= last;
                range++) {
            int shortest = shortest(table.target(range), atLeast);
            if (shortest < best) {
                best = shortest;
                picked = Math.max(first, table.first(range));
            }
        }
        return picked;
    }

    /** Whether exactly one text is left from a state on. */
    public boolean isSingle(int state) {
        int at = state;
        while (!table.accepts(at)) {
            int range = table.firstRange(at);
            if (table.endOfRanges(at) != range + 1 || table.first(range) != table.last(range)) {
                return false;
            }
            at = table.target(range);
        }
        return table.firstRange(at) == table.endOfRanges(at);
    }

    /** Whether from each state infinitely many texts go on: one that is not wanted can always be passed by. */
    public boolean isEndless() {
        Boolean known = endless;
        if (known == null) {
            known = Endless.all(table);
            endless = known;
        }
        return known;
    }

    /**
     * Whether all code points, from the first to the last of these, leave a state as it is; surrogates do not count.
     */
    public boolean staysBetween(int state, int first, int last) {
        int next = first;
        for (int range = table.rangeUpTo(state, first);
                range < table.endOfRanges(state) && next <= last && table.first(range) <= next;
                range++) {
            if (table.target(range) != state) {
                return false;
            }
            next = table.last(range) + 1;
            next = next == Character.MIN_SURROGATE ? Character.MAX_SURROGATE + 1 : next;
        }
        return next > last;
    }
}
