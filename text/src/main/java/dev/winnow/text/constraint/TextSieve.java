package dev.winnow.text.constraint;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Tells of the tokens of a walk which stay inside of the string, and which close it. */
final class TextSieve implements TextWalk.Tokens {
    private final TokenTrie trie;
    private final TextSubtrees subtrees;
    private final long[] inside;
    private final Map<String, List<Integer>> closing = new LinkedHashMap<>();

    TextSieve(TokenTrie trie, TextSubtrees subtrees) {
        this.trie = trie;
        this.subtrees = subtrees;
        this.inside = new long[(trie.vocabularySize() + 63) / 64];
    }

    @Override
    public void inside(int node, int place, int needed, int mode, int digits) {
        for (int token = trie.token(node); token != TokenTrie.NONE; token = trie.twin(token)) {
            inside[token >> 6] |= 1L << (token & 63);
        }
    }

    @Override
    public boolean insideBelow(int node, FreeCharacters free, int most) {
        if (!subtrees.isOf(node, free, most)) {
            return false;
        }
        subtrees.addAll(node, inside);
        return true;
    }

    @Override
    public void closing(int node) {
        close(node, "");
    }

    private void close(int node, String rest) {
        for (int token = trie.token(node); token != TokenTrie.NONE; token = trie.twin(token)) {
            closing.computeIfAbsent(rest, bytes -> new ArrayList<>()).add(token);
        }
        for (int child = trie.firstChild(node); child < trie.endOfChildren(node); child++) {
            close(child, rest + (char) trie.label(child));
        }
    }

    /** Bit i: token i stays inside. Not to be written to. */
    long[] inside() {
        return inside;
    }

    /** Those that close it, by what they have behind the quote. */
    List<TextMask.Closing> closings() {
        List<TextMask.Closing> closings = new ArrayList<>();
        closing.forEach((rest, tokens) -> closings.add(new TextMask.Closing(
                rest.getBytes(StandardCharsets.ISO_8859_1),
                tokens.stream().mapToInt(Integer::intValue).toArray())));
        return closings;
    }
}
