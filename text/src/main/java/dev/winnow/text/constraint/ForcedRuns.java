package dev.winnow.text.constraint;

import dev.winnow.text.tokenizer.TextEncoder;
import dev.winnow.text.tokenizer.Vocabulary;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

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

    /** What must come, and what it leads to. */
    private static final class Run {
        private final int @Nullable [] canonical;
        private final int open;
        private final int room;
        private final int bytes;

        /**
         * Takes a run.
         *
         * @param canonical as the tokenizer would have it; null if it would have other bytes
         * @param open how many of these, from the end, are left to the model, since there may be another one in their
         *     place, across the border
         * @param room how many tokens must remain for the canonical ones: each of them leads to a state with a cost
         */
        private Run(int @Nullable [] canonical, int open, int room, int bytes) {
            this.canonical = canonical;
            this.open = open;
            this.room = room;
            this.bytes = bytes;
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
        int[] canonical = run.canonical;
        return canonical != null && run.room <= remaining
                ? Arrays.copyOf(canonical, canonical.length - run.open)
                : cheapest(state.ending(), run.bytes);
    }

    /** Of whole characters only: how a tokenizer splits one it only tells with what stands before and behind it. */
    private Run find(State from) {
        byte[] bytes = bytes(from);
        int whole = isWithinCharacter(bytes[0]) ? 0 : wholeCharacters(bytes);
        State after = from;
        for (int i = 0; i < whole; i++) {
            after = step(after, bytes[i] & 0xff);
        }
        int[] canonical = canonical(Arrays.copyOf(bytes, whole));
        if (canonical == null) {
            return new Run(null, 0, 0, bytes.length);
        }
        return new Run(canonical, borders.open(canonical, after), room(from, canonical), bytes.length);
    }

    /** A cost is an upper bound: what comes in between may ask for more room than what is behind it. */
    private int room(State from, int[] tokens) {
        State state = from;
        int room = 0;
        for (int i = 0; i < tokens.length; i++) {
            for (byte value : Objects.requireNonNull(vocabulary.bytes(tokens[i]), "a token that is spelled")) {
                state = step(state, value & 0xff);
            }
            room = Math.max(room, i + 1 + state.ending().cost());
        }
        return room;
    }

    private static byte[] bytes(State from) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        State state = from;
        int value = state.forced();
        while (value != State.NO_BYTE && bytes.size() < MOST_BYTES) {
            bytes.write(value);
            state = step(state, value);
            value = state.forced();
        }
        return bytes.toByteArray();
    }

    private static State step(State state, int forced) {
        State next = state.step(forced);
        if (next == null) {
            throw new IllegalStateException("a forced byte leads on");
        }
        return next;
    }

    private static boolean isWithinCharacter(byte value) {
        return (value & 0xc0) == 0x80;
    }

    /** How many of the bytes are in characters that end within them. */
    private static int wholeCharacters(byte[] bytes) {
        int last = bytes.length - 1;
        while (last > 0 && isWithinCharacter(bytes[last])) {
            last--;
        }
        int lead = bytes[last] & 0xff;
        int length = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
        return last + length > bytes.length ? last : bytes.length;
    }

    private int @Nullable [] canonical(byte[] bytes) {
        int[] tokens = encoder.encode(new String(bytes, StandardCharsets.UTF_8));
        boolean spelled = Arrays.stream(tokens).allMatch(token -> vocabulary.bytes(token) != null);
        return spelled && Arrays.equals(bytes, vocabulary.joined(tokens)) ? tokens : null;
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
