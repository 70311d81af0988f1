package dev.winnow.text.constraint;

import org.jspecify.annotations.Nullable;

/**
 * Inside a string. Counts code points: how many are still needed, and how many still possible, the one that was begun
 * not yet counted; {@link Integer#MAX_VALUE} possible ones mean no bound.
 *
 * @param place the state of the string's language before the character that was begun
 * @param mode how far that character has come, see {@link CharacterBytes}
 * @param digits of its code point so far; 0 where the language does not ask for it
 */
record StringState(StringFrame frame, int place, int needed, int possible, int mode, int digits) implements State {
    @Override
    public @Nullable State step(int value) {
        TextWays ways = frame.ways();
        if (mode == CharacterBytes.BETWEEN) {
            if (value == '"') {
                return frame.mayEnd(place, needed) ? frame.after() : null;
            }
            if (possible == 0) {
                return null;
            }
        }
        int next = ways.next(mode, value);
        if (next == CharacterBytes.DEAD) {
            return null;
        }
        int code = ways.isAny() ? 0 : SpelledCharacter.digits(mode, digits, value);
        int neededAfter = Math.max(0, needed - 1);
        if (next == CharacterBytes.BETWEEN) {
            int after = ways.after(place, code, neededAfter, oneLess());
            return after < 0 ? null : frame.state(after, neededAfter, oneLess());
        }
        return ways.canComplete(place, next, code, neededAfter, oneLess())
                ? new StringState(frame, place, needed, possible, next, code)
                : null;
    }

    private int oneLess() {
        return possible == Integer.MAX_VALUE ? possible : possible - 1;
    }

    @Override
    public Ending ending() {
        return mode == CharacterBytes.BETWEEN
                ? frame.ending(place, needed)
                : frame.ending(place, mode, digits, Math.max(0, needed - 1));
    }

    @Override
    public boolean withinCharacter() {
        return mode != CharacterBytes.BETWEEN;
    }

    /** Forced where one text is left: cut within a word, the model would have to go on from tokens of no tokenizer. */
    @Override
    public int forced() {
        if (mode != CharacterBytes.BETWEEN) {
            return NO_BYTE;
        }
        if (possible == 0) {
            return '"';
        }
        TextWays ways = frame.ways();
        return ways.isNeedful() && ways.acceptor().isSingle(place) ? ending().first() : NO_BYTE;
    }

    /** A bound that no token can reach is as good as none. */
    @Override
    public State maskKey(int longestToken) {
        boolean far = frame.ways().isAny() && possible != Integer.MAX_VALUE && possible > longestToken;
        return far ? new StringState(frame, place, needed, Integer.MAX_VALUE, mode, digits) : this;
    }
}
