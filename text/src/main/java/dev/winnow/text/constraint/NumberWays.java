package dev.winnow.text.constraint;

import dev.winnow.text.schema.NumberSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * One set of numbers with one vocabulary: the places of its digits, found as outputs come to them. Making it takes
 * microseconds. Thread-safe.
 */
final class NumberWays {
    /** Places that are kept; others are found again each time, which takes a microsecond or a few. */
    private static final int MOST_PLACES = 4096;

    /** Bytes to an end by way of a byte that the vocabulary lacks alone: only if there is no other way. */
    private static final int DETOUR = 1000;

    private static final String BYTES = "0123456789-.";

    private final TokenTrie trie;
    private final ConcurrentMap<Digits, NumberPlace> places = new ConcurrentHashMap<>();
    private final NumberPlace start;
    private final boolean searched;

    /**
     * Takes a set that has numbers.
     *
     * @throws IllegalArgumentException if it has none
     */
    NumberWays(TokenTrie trie, NumberSet set) {
        this.trie = trie;
        StartDigits digits = StartDigits.of(set);
        this.searched = digits.mostPlaces() <= MOST_PLACES && BYTES.chars().anyMatch(value -> !trie.hasSingle(value));
        this.start = place(digits);
    }

    TokenTrie trie() {
        return trie;
    }

    NumberPlace start() {
        return start;
    }

    /** Whether places may still be kept. */
    boolean mayKeep() {
        return places.size() < MOST_PLACES;
    }

    /** The place of some digits. */
    NumberPlace place(Digits digits) {
        return places.computeIfAbsent(digits, some -> new NumberPlace(this, some));
    }

    /** What a byte counts on the way to an end. */
    int weight(int value) {
        return trie.hasSingle(value) ? 1 : DETOUR;
    }

    /**
     * Whether nearest ends are searched place by place. Where the vocabulary has every byte alone, arithmetic knows
     * them. Otherwise it does not know of detours: with too many places to search, each takes the best next byte.
     */
    boolean isSearched() {
        return searched;
    }
}
