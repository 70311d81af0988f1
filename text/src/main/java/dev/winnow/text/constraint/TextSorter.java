package dev.winnow.text.constraint;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Tells of the tokens of a walk that stay inside of the string which of them lead to the same place of it. */
final class TextSorter implements TextWalk.Tokens {
    private final TokenTrie trie;
    private final Map<List<Integer>, List<Integer>> groups = new LinkedHashMap<>();

    TextSorter(TokenTrie trie) {
        this.trie = trie;
    }

    @Override
    public void inside(int node, int place, int needed, int mode, int digits) {
        if (trie.token(node) != TokenTrie.NONE) {
            List<Integer> group =
                    groups.computeIfAbsent(List.of(place, needed, mode, digits), one -> new ArrayList<>());
            for (int token = trie.token(node); token != TokenTrie.NONE; token = trie.twin(token)) {
                group.add(token);
            }
        }
    }

    @Override
    public boolean insideBelow(int node, FreeCharacters free, int most) {
        return false;
    }

    @Override
    public void closing(int node) {
        // They lead out of the string, and are looked at by those who know where to.
    }

    /** Those that are alike, side by side. */
    List<int[]> groups() {
        return groups.values().stream()
                .map(group -> group.stream().mapToInt(Integer::intValue).toArray())
                .toList();
    }
}
