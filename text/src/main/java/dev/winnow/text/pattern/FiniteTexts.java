package dev.winnow.text.pattern;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The texts of a language that has few, written out; it is counted first, so that nothing is begun in vain. */
final class FiniteTexts {
    /** Characters of all texts together at most. */
    private static final long MOST_CHARACTERS = 16_000_000;

    private final Table table;
    private final int most;

    private record Way(int state, String text) {}

    private FiniteTexts(Table table, int most) {
        this.table = table;
        this.most = most;
    }

    static Optional<Set<String>> of(Table table, int most) {
        FiniteTexts texts = new FiniteTexts(table, most);
        return texts.areFew() ? Optional.of(texts.written()) : Optional.empty();
    }

    /** Whether there are at most so many; a state that can be reached again would make them endless. */
    private boolean areFew() {
        List<Integer> order = inOrder();
        if (order.size() < table.states()) {
            return false;
        }
        long[] counts = new long[table.states()];
        int[] longest = new int[table.states()];
        for (int i = order.size() - 1; i >= 0; i--) {
            int state = order.get(i);
            long count = table.accepts(state) ? 1 : 0;
            for (int range = table.firstRange(state); range < table.endOfRanges(state) && count <= most; range++) {
                count += (table.last(range) - table.first(range) + 1L) * counts[table.target(range)];
                longest[state] = Math.max(longest[state], longest[table.target(range)] + 1);
            }
            counts[state] = Math.min(count, most + 1L);
        }
        return counts[0] <= most && counts[0] * longest[0] <= MOST_CHARACTERS;
    }

    /** The states, each after all that lead to it; those on a circle and after it are missing. */
    private List<Integer> inOrder() {
        int[] sources = new int[table.states()];
        for (int range = 0; range < table.endOfRanges(table.states() - 1); range++) {
            sources[table.target(range)]++;
        }
        List<Integer> order = new ArrayList<>();
        if (sources[0] == 0) {
            order.add(0);
        }
        for (int i = 0; i < order.size(); i++) {
            int state = order.get(i);
            for (int range = table.firstRange(state); range < table.endOfRanges(state); range++) {
                if (--sources[table.target(range)] == 0) {
                    order.add(table.target(range));
                }
            }
        }
        return order;
    }

    private Set<String> written() {
        Set<String> texts = new LinkedHashSet<>();
        Deque<Way> open = new ArrayDeque<>(List.of(new Way(0, "")));
        while (!open.isEmpty()) {
            Way way = open.pop();
            if (table.accepts(way.state())) {
                texts.add(way.text());
            }
            for (int range = table.endOfRanges(way.state()) - 1; range >= table.firstRange(way.state()); range--) {
                for (int point = table.last(range); point >= table.first(range); point--) {
                    open.push(new Way(table.target(range), way.text() + Character.toString(point)));
                }
            }
        }
        return Collections.unmodifiableSet(texts);
    }
}
