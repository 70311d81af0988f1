package dev.winnow.text.constraint;

import dev.winnow.text.tokenizer.Vocabulary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The tokens of a vocabulary by their bytes. Nodes are numbers; a node's children stand side by side, ordered by byte.
 * Built once a vocabulary and shared; immutable.
 */
final class TokenTrie {
    static final int ROOT = 0;
    static final int NONE = -1;

    private final Vocabulary vocabulary;
    private final int vocabularySize;
    private int nodes = 1;
    private int longestToken;
    private byte[] label = new byte[1024];
    private int[] firstChild = new int[1024];
    private int[] childCount = new int[1024];
    private int[] token = new int[1024];

    /** The next token with the same bytes, by token. */
    private final int[] twin;

    TokenTrie(Vocabulary vocabulary) {
        this.vocabulary = vocabulary;
        vocabularySize = vocabulary.size();
        twin = new int[vocabularySize];
        Arrays.fill(twin, NONE);
        token[ROOT] = NONE;
        List<Entry> entries = entries(vocabulary);
        build(ROOT, entries, 0, entries.size(), 0);
    }

    private static final class Entry {
        private final byte[] bytes;
        private final int token;

        private Entry(byte[] bytes, int token) {
            this.bytes = bytes;
            this.token = token;
        }
    }

    private static List<Entry> entries(Vocabulary vocabulary) {
        List<Entry> entries = new ArrayList<>(vocabulary.size());
        for (int i = 0; i < vocabulary.size(); i++) {
            byte[] bytes = vocabulary.bytes(i);
            if (bytes != null && bytes.length > 0) {
                entries.add(new Entry(bytes, i));
            }
        }
        entries.sort((a, b) -> Arrays.compareUnsigned(a.bytes, b.bytes));
        return entries;
    }

    private void build(int node, List<Entry> entries, int from, int to, int depth) {
        longestToken = Math.max(longestToken, depth);
        int start = from;
        while (start < to && entries.get(start).bytes.length == depth) {
            int id = entries.get(start).token;
            twin[id] = token[node];
            token[node] = id;
            start++;
        }
        firstChild[node] = nodes;
        for (int i = start; i < to; i++) {
            if (i == start || labelAt(entries, i, depth) != labelAt(entries, i - 1, depth)) {
                addNode(labelAt(entries, i, depth));
                childCount[node]++;
            }
        }
        int end = start;
        for (int child = firstChild[node]; child < firstChild[node] + childCount[node]; child++) {
            start = end;
            while (end < to && labelAt(entries, end, depth) == label[child]) {
                end++;
            }
            build(child, entries, start, end, depth + 1);
        }
    }

    private static byte labelAt(List<Entry> entries, int index, int depth) {
        return entries.get(index).bytes[depth];
    }

    private void addNode(byte value) {
        if (nodes == label.length) {
            label = Arrays.copyOf(label, 2 * nodes);
            firstChild = Arrays.copyOf(firstChild, 2 * nodes);
            childCount = Arrays.copyOf(childCount, 2 * nodes);
            token = Arrays.copyOf(token, 2 * nodes);
        }
        label[nodes] = value;
        token[nodes] = NONE;
        nodes++;
    }

    /** How many nodes there are. */
    int nodes() {
        return nodes;
    }

    int vocabularySize() {
        return vocabularySize;
    }

    /** The bytes of a token that is in the trie; not to be written to. */
    byte[] bytes(int token) {
        byte[] bytes = vocabulary.bytes(token);
        if (bytes == null) {
            throw new IllegalArgumentException("token " + token + " stands for no bytes");
        }
        return bytes;
    }

    int length(int token) {
        return bytes(token).length;
    }

    /** Bytes of the longest token. */
    int longestToken() {
        return longestToken;
    }

    /** The first token that ends at a node, or {@link #NONE}; the others follow by {@link #twin}. */
    int token(int node) {
        return token[node];
    }

    /** The next token with the same bytes as this one, or {@link #NONE}. */
    int twin(int ofToken) {
        return twin[ofToken];
    }

    int firstChild(int node) {
        return firstChild[node];
    }

    int endOfChildren(int node) {
        return firstChild[node] + childCount[node];
    }

    /** The byte that leads to a node, 0 to 255. */
    int label(int node) {
        return label[node] & 0xff;
    }

    /** The child by a byte, or {@link #NONE}. */
    int child(int node, int value) {
        int low = firstChild[node];
        int high = endOfChildren(node) - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int found = label(middle);
            if (found == value) {
                return middle;
            }
            if (found < value) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return NONE;
    }

    /** Whether the vocabulary has a token of exactly this byte. */
    boolean hasSingle(int value) {
        int node = child(ROOT, value);
        return node != NONE && token[node] != NONE;
    }
}
