package dev.winnow.text.constraint;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Inside a value that may not be one of some texts: an item among unique ones, a name that the object already has.
 *
 * @param used the texts that it may not be
 * @param inner the value, as if it were the whole output
 * @param own its bytes so far, in the characters of ISO 8859-1
 * @param then what follows it
 */
record Fresh(UsedTexts used, State inner, String own, Continuation then) implements State {
    private static final int SHORT = 4;

    /** What follows a value depends on the value. Implementations have value equality. */
    interface Continuation {
        State after(String text);

        /** The nearest end behind it. */
        Ending ending(String text);

        /** Whether that end depends on the text. */
        boolean depends();

        /** A byte before an ending. */
        Ending before(int value, Ending rest);
    }

    @Override
    public @Nullable State step(int value) {
        State ended = inner.complete() && !used.contains(own) ? then.after(own).step(value) : null;
        State next = inner.step(value);
        if (next == null) {
            return ended;
        }
        String text = own + (char) value;
        if (next instanceof OutputEnd) {
            return used.contains(text) ? ended : StateSet.either(then.after(text), ended);
        }
        return StateSet.either(going(next, text), ended);
    }

    /** Of a value that may be of several kinds each is followed by itself. */
    private @Nullable State going(State next, String text) {
        if (next instanceof StateSet set) {
            List<State> kinds = new ArrayList<>();
            for (State member : set.members()) {
                State going = going(member, text);
                if (going != null) {
                    kinds.add(going);
                }
            }
            return StateSet.of(kinds);
        }
        Fresh going = new Fresh(used, next, text, then);
        return going.canBeFresh() ? going : null;
    }

    /** Whether some value is left that it can become. */
    boolean canBeFresh() {
        StringState string = string();
        return (string != null && isOpen(string)) || !used.anyBeginsWith(own) || FreshRest.exists(used, inner, own);
    }

    /** The string that the value, or what is open in it, is in; null if it is in none. */
    @Nullable
    StringState string() {
        if (inner instanceof StringState string) {
            return string;
        }
        return inner instanceof Fresh fresh ? fresh.string() : null;
    }

    /** Whether the text can become none of the used ones whatever comes inside of the string. */
    boolean isOpen(StringState string) {
        if (string.frame().ways().acceptor().isEndless() && string.possible() == Integer.MAX_VALUE) {
            return true;
        }
        return !used.anyBeginsWith(own) && (!(inner instanceof Fresh fresh) || fresh.isOpen(string));
    }

    /**
     * Whether it matters to the end of the output which of the texts comes that has so many bytes more: one that is as
     * short as those by which an end would come soonest, where more of them must come.
     */
    boolean matters(int more) {
        boolean within = inner instanceof Fresh fresh && fresh.matters(more);
        return within || (then.depends() && own.length() + more <= SHORT);
    }

    /** Whether some texts, as long as they go on like used ones, may come to nothing but those. */
    boolean mayRunOut() {
        StringState string = string();
        return string == null || !isOpen(string);
    }

    /** The bytes by which it may go on towards one of the used texts, or what is open in it may; 0 to 255. */
    BitSet bytesTowardsUsed() {
        BitSet bytes = inner instanceof Fresh fresh ? fresh.bytesTowardsUsed() : new BitSet();
        for (String text : used.beginningWith(own)) {
            if (text.length() > own.length()) {
                bytes.set(text.charAt(own.length()));
            }
        }
        return bytes;
    }

    /** Whether a token with so many bytes inside of the string may make it one of the used texts. */
    boolean mayMeet(TokenTrie trie, int token, int content) {
        boolean within = inner instanceof Fresh fresh && fresh.mayMeet(trie, token, content);
        if (within || !used.anyBeginsWith(own)) {
            return within;
        }
        String bytes = new String(trie.bytes(token), 0, content, StandardCharsets.ISO_8859_1);
        return used.anyBeginsWith(own + bytes);
    }

    /** Whether a token may make it one of the used texts, if it stays inside of the string. */
    boolean mayMeet(TokenTrie trie, int token) {
        return mayMeet(trie, token, trie.length(token));
    }

    /** Tokens by which it may become one of the used texts, or what is open in it may. */
    List<Integer> towardsUsed(TokenTrie trie) {
        List<Integer> tokens = new ArrayList<>(inner instanceof Fresh fresh ? fresh.towardsUsed(trie) : List.of());
        for (String text : used.beginningWith(own)) {
            int node = TokenTrie.ROOT;
            for (int i = own.length(); i < text.length() && node != TokenTrie.NONE; i++) {
                node = trie.child(node, text.charAt(i));
                int token = node == TokenTrie.NONE ? TokenTrie.NONE : trie.token(node);
                for (; token != TokenTrie.NONE; token = trie.twin(token)) {
                    tokens.add(token);
                }
            }
        }
        return tokens;
    }

    @Override
    public Ending ending() {
        String rest = FreshRest.nearest(used, inner, own);
        if (rest == null) {
            throw new IllegalStateException("a value that was begun can be completed");
        }
        Ending after = then.ending(own + rest);
        for (int i = rest.length() - 1; i >= 0; i--) {
            after = then.before(rest.charAt(i), after);
        }
        return after;
    }

    @Override
    public int forced() {
        return inner.complete() ? NO_BYTE : inner.forced();
    }

    @Override
    public boolean withinCharacter() {
        return inner.withinCharacter();
    }
}
