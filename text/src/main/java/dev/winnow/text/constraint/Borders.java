package dev.winnow.text.constraint;

import dev.winnow.text.tokenizer.TextEncoder;
import dev.winnow.text.tokenizer.Vocabulary;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The ends of forced runs. A tokenizer may put one token across the border between what is forced and what the model
 * chooses: then the run's last token is the model's choice, too, or it would be led on by tokens that it has never seen
 * side by side. Known as token healing (S. Lundberg, 2023), here only where the tokenizer itself would do so.
 * Thread-safe.
 */
final class Borders {
    /** Tokens before the border by which the tokenizer is asked. */
    private static final int CONTEXT = 6;

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
     * Whether the tokenizer may put another token in the place of the last one of a run, which goes on behind it.
     *
     * @param run the run's tokens, at least one
     * @param after the state behind it
     */
    boolean mayBeCrossed(int[] run, State after) {
        List<Integer> across = new ArrayList<>();
        collect(node(run[run.length - 1]), after, across);
        int[] context = Arrays.copyOfRange(run, Math.max(0, run.length - CONTEXT), run.length);
        return across.size() > MOST_ASKED || across.stream().anyMatch(token -> isChosen(context, token));
    }

    private int node(int token) {
        int node = TokenTrie.ROOT;
        for (byte value : trie.bytes(token)) {
            node = trie.child(node, value & 0xff);
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

    /** Whether the tokenizer puts this token in the place of the last one, if its bytes follow. */
    private boolean isChosen(int[] context, int token) {
        int[] wanted = context.clone();
        wanted[wanted.length - 1] = token;
        String text = text(wanted);
        return text != null && Arrays.equals(encoder.encode(text), wanted);
    }

    /** Null if it is no text: a token may end within a character. */
    private @Nullable String text(int[] tokens) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int token : tokens) {
            byte[] own = vocabulary.bytes(token);
            bytes.writeBytes(own == null ? new byte[0] : own);
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }
}
