package dev.winnow.text.constraint;

import dev.winnow.text.tokenizer.TextEncoder;
import dev.winnow.text.tokenizer.Vocabulary;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The bytes that must come in a state, as tokens. Thread-safe. */
final class ForcedRuns {
    private static final int MOST_BYTES = 8192;
    private static final int MOST_RUNS = 10_000;
    private static final int[] NO_TOKENS = {};

    private final Vocabulary vocabulary;
    private final TextEncoder encoder;
    private final Borders borders;
    private final BoundedCache<State, Run> runs = new BoundedCache<>(MOST_RUNS);

    ForcedRuns(Vocabulary vocabulary, TextEncoder encoder, TokenTrie trie) {
        this.vocabulary = vocabulary;
        this.encoder = encoder;
        this.borders = new Borders(vocabulary, encoder, trie);
    }

    /**
     * What must come: its tokens as the tokenizer would have it, if it can be said so; and what it leads to. The last
     * one is left to the model if there may be another, across the border.
     */
    private static final class Run {
        private final int[] canonical;
        private final boolean openEnd;
        private final int costAfter;
        private final int bytes;

        private Run(int[] canonical, boolean openEnd, int costAfter, int bytes) {
            this.canonical = canonical;
            this.openEnd = openEnd;
            this.costAfter = costAfter;
            this.bytes = bytes;
        }

        private boolean fits(int remaining) {
            return canonical.length > 0 && canonical.length + costAfter <= remaining;
        }
    }

    /**
     * The tokens that must come in a state, empty where there is a choice. The canonical ones if they fit what remains;
     * otherwise those that the state's cost was counted by, which always do.
     */
    int[] of(State state, int remaining) {
        if (state.forced() == State.NO_BYTE) {
            return NO_TOKENS;
        }
        Run run = runs.get(state, this::find);
        return run.fits(remaining)
                ? Arrays.copyOf(run.canonical, run.canonical.length - (run.openEnd ? 1 : 0))
                : cheapest(state.ending(), run.bytes);
    }

    private Run find(State from) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        State state = from;
        int value = state.forced();
        while (value != State.NO_BYTE && bytes.size() < MOST_BYTES) {
            State next = state.step(value);
            if (next == null) {
                throw new IllegalStateException("a forced byte leads on");
            }
            bytes.write(value);
            state = next;
            value = state.forced();
        }
        int[] canonical = canonical(bytes.toByteArray());
        boolean openEnd = canonical.length > 0 && borders.mayBeCrossed(canonical, state);
        return new Run(canonical, openEnd, state.ending().cost(), bytes.size());
    }

    /** Empty if the bytes begin or end within a character, or the tokenizer would change them. */
    private int[] canonical(byte[] bytes) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            int[] tokens = encoder.encode(text);
            return Arrays.equals(bytes, spelled(tokens)) ? tokens : NO_TOKENS;
        } catch (CharacterCodingException e) {
            return NO_TOKENS;
        }
    }

    private byte[] spelled(int[] tokens) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int token : tokens) {
            byte[] own = vocabulary.bytes(token);
            if (own == null) {
                return new byte[0];
            }
            bytes.writeBytes(own);
        }
        return bytes.toByteArray();
    }

    /** The tokens of an ending that lie within its first bytes. */
    private static int[] cheapest(Ending ending, int bytes) {
        int[] tokens = new int[bytes];
        int count = 0;
        int left = bytes;
        Ending rest = ending;
        while (left > 0 && rest.tokenBytes() <= left) {
            tokens[count++] = rest.token();
            left -= rest.tokenBytes();
            rest = rest.skip(rest.tokenBytes());
        }
        return Arrays.copyOf(tokens, count);
    }
}
