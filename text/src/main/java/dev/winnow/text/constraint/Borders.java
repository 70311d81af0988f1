package dev.winnow.text.constraint;

import dev.winnow.text.tokenizer.TextEncoder;
import dev.winnow.text.tokenizer.Vocabulary;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The ends of forced runs. A tokenizer may put one token across the border between what is forced and what the model
 * chooses: then the last tokens of the run are the model's choice, too, or it would be led on by tokens that it has
 * never seen side by side. Known as token healing (S. Lundberg, 2023), here only where the tokenizer itself would do
 * so. Thread-safe.
 */
final class Borders {
    /** Tokens before the border by which the tokenizer is asked. */
    private static final int CONTEXT = 6;

    /** Tokens of a run that another may replace, as far as it is looked for. */
    private static final int MOST_OPEN = 3;

    /** Tokens at a border that the tokenizer is asked about; where there are more, one of them will be. */
    private static final int MOST_ASKED = 256;

    private final Vocabulary vocabulary;
    private final TextEncoder encoder;
    private final TokenTrie trie;

    Borders(Vocabulary vocabulary, TextEncoder encoder, TokenTrie trie) {
        this.vocabulary = vocabulary;
        this.encoder = encoder;
        this.trie = trie;
    }

    /**
     * How many tokens at the end of a run the tokenizer may replace by one that goes on behind it.
     *
     * @param run the run's tokens
     * @param after the state behind it
     */
    int open(int[] run, State after) {
        for (int open = Math.min(MOST_OPEN, run.length); open > 0; open--) {
            if (mayBeReplaced(run, open, after)) {
                return open;
            }
        }
        return 0;
    }

    private boolean mayBeReplaced(int[] run, int open, State after) {
        int node = node(run, run.length - open);
        if (node == TokenTrie.NONE) {
            return false;
        }
        List<Integer> across = new ArrayList<>();
        collect(node, after, across);
        int[] before = before(run, run.length - open);
        return across.size() > MOST_ASKED || across.stream().anyMatch(token -> isChosen(before, token));
    }

    /** A few tokens, from the beginning of a character on. */
    private int[] before(int[] run, int to) {
        int from = Math.max(0, to - CONTEXT);
        while (from < to && (trie.bytes(run[from])[0] & 0xc0) == 0x80) {
            from++;
        }
        return Arrays.copyOfRange(run, from, to);
    }

    private int node(int[] run, int from) {
        int node = TokenTrie.ROOT;
        for (int i = from; i < run.length; i++) {
            for (byte value : trie.bytes(run[i])) {
                node = node == TokenTrie.NONE ? node : trie.child(node, value & 0xff);
            }
        }
        return node;
    }

    private void collect(int node, State state, List<Integer> tokens) {
        for (int child = trie.firstChild(node); child < trie.endOfChildren(node); child++) {
            State next = state.step(trie.label(child));
            if (next != null) {
                for (int token = trie.token(child); token != TokenTrie.NONE; token = trie.twin(token)) {
                    tokens.add(token);
                }
                collect(child, next, tokens);
            }
        }
    }

    /**
     * Whether the tokenizer puts this token behind those, if its bytes follow; of half a character that is not known.
     */
    private boolean isChosen(int[] before, int token) {
        int[] wanted = Arrays.copyOf(before, before.length + 1);
        wanted[before.length] = token;
        String text = text(wanted);
        return text == null || Arrays.equals(encoder.encode(text), wanted);
    }

    /** Null if it is no text: a token may end within a character. */
    private @Nullable String text(int[] tokens) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(vocabulary.joined(tokens)))
                    .toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }
}
