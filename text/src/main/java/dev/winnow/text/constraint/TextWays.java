package dev.winnow.text.constraint;

import dev.winnow.text.pattern.Acceptor;
import dev.winnow.text.pattern.Language;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * How strings of one language are spelled with one vocabulary. Lengths count code points; {@link Integer#MAX_VALUE} is
 * no bound. Immutable and thread-safe.
 */
final class TextWays {
    /** Control characters that are escaped by their number: those without a letter of their own. */
    private static final int[][] NUMBERED = {{1, 7}, {0xb, 0xb}, {0xe, 0x1f}};

    private final Acceptor acceptor;
    private final TokenTrie trie;
    private final Filler filler;
    private final boolean needful;
    private final boolean any;
    private final AtomicReferenceArray<@Nullable FreeCharacters> free;
    private volatile int farthest = -1;

    /** Takes a language, and whether only characters that need an escape may have one. */
    TextWays(Language language, TokenTrie trie, Filler filler, boolean needful) {
        this.acceptor = language.acceptor();
        this.trie = trie;
        this.filler = filler;
        this.needful = needful;
        this.any = language.isAny();
        this.free = new AtomicReferenceArray<>(acceptor.states());
    }

    /** What reads the texts of the language. */
    Acceptor acceptor() {
        return acceptor;
    }

    TokenTrie trie() {
        return trie;
    }

    /** Whether texts are bound by nothing but their lengths. */
    boolean isAny() {
        return any;
    }

    boolean isNeedful() {
        return needful;
    }

    /** The mode after a byte. */
    int next(int mode, int value) {
        return needful ? CharacterBytes.nextNeedful(mode, value) : CharacterBytes.next(mode, value);
    }

    /** The state of the language after a character; -1 if no text of such a length goes on so. */
    int after(int state, int codePoint, int needed, int possible) {
        if (any) {
            return state;
        }
        int next = acceptor.next(state, codePoint);
        return next >= 0 && isPossible(next, needed, possible) ? next : -1;
    }

    /** Whether a text can end with at least and at most so many more characters. */
    boolean isPossible(int state, int needed, int possible) {
        if (any) {
            return needed <= possible;
        }
        int shortest = acceptor.shortest(state, needed);
        return shortest != Acceptor.NEVER && shortest <= possible;
    }

    /** Whether a character that has begun so can be completed, with so many others needed and possible behind it. */
    boolean canComplete(int state, int mode, int digits, int needed, int possible) {
        if (any) {
            return true;
        }
        if (mode == CharacterBytes.ESCAPE && needful) {
            return acceptor.reaches(state, '"', '"', needed, possible)
                    || acceptor.reaches(state, '\\', '\\', needed, possible)
                    || acceptor.reaches(state, 1, 0x1f, needed, possible);
        }
        CodePoints range = CodePoints.of(mode, digits, needful);
        if (needful && !CharacterBytes.isContinuation(mode)) {
            for (int[] one : NUMBERED) {
                if (acceptor.reaches(
                        state, Math.max(one[0], range.first()), Math.min(one[1], range.last()), needed, possible)) {
                    return true;
                }
            }
            return false;
        }
        return acceptor.reaches(state, range.first(), range.last(), needed, possible)
                || (range.hasPairs() && acceptor.reaches(state, range.firstPair(), range.lastPair(), needed, possible));
    }

    /** What completes a character that has begun so and its string, before an ending; for languages with a choice. */
    int completing(int state, int mode, int digits, int needed) {
        if (mode == CharacterBytes.ESCAPE && needful) {
            int best = acceptor.pick(state, '"', '"', needed);
            best = best >= 0 ? best : acceptor.pick(state, '\\', '\\', needed);
            return best >= 0 ? best : acceptor.pick(state, 1, 0x1f, needed);
        }
        CodePoints range = CodePoints.of(mode, digits, needful);
        if (needful && !CharacterBytes.isContinuation(mode)) {
            int best = -1;
            for (int[] one : NUMBERED) {
                best = best >= 0
                        ? best
                        : acceptor.pick(state, Math.max(one[0], range.first()), Math.min(one[1], range.last()), needed);
            }
            return best;
        }
        int found = acceptor.pick(state, range.first(), range.last(), needed);
        return found >= 0 || !range.hasPairs()
                ? found
                : acceptor.pick(state, range.firstPair(), range.lastPair(), needed);
    }

    /** One more character of a string with so many needed, before an ending; none where it may end. */
    int nearest(int state, int needed) {
        return any ? -1 : acceptor.nearest(state, needed);
    }

    Ending filled(Ending rest) {
        return filler.character(rest);
    }

    Ending completed(int mode, Ending rest) {
        return filler.complete(mode, rest);
    }

    Ending character(int codePoint, Ending rest) {
        return Ending.of(spelled(codePoint), rest, trie);
    }

    /** What is left to write of a character that has begun so. */
    Ending restOf(int codePoint, int mode, Ending rest) {
        return Ending.of(CodePoints.rest(codePoint, mode), rest, trie);
    }

    /** A character as it stands in a string, escaped only if it must be. */
    private static byte[] spelled(int codePoint) {
        String text =
                switch (codePoint) {
                    case '"' -> "\\\"";
                    case '\\' -> "\\\\";
                    case '\b' -> "\\b";
                    case '\f' -> "\\f";
                    case '\n' -> "\\n";
                    case '\r' -> "\\r";
                    case '\t' -> "\\t";
                    default -> codePoint < 0x20 ? String.format("\\u%04X", codePoint) : Character.toString(codePoint);
                };
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Characters of which any may come, and any again, from a state on. */
    FreeCharacters free(int state) {
        if (any) {
            return FreeCharacters.ALL;
        }
        FreeCharacters known = free.get(state);
        if (known == null) {
            known = FreeCharacters.of(acceptor, state);
            free.set(state, known);
        }
        return known;
    }

    /** The most characters that a shortest way from anywhere to an end has. */
    int farthest() {
        int known = farthest;
        if (known < 0) {
            known = 0;
            for (int state = 0; state < acceptor.states() && !any; state++) {
                known = Math.max(known, acceptor.shortest(state, 0));
            }
            farthest = known;
        }
        return known;
    }
}
