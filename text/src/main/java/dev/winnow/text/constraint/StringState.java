package dev.winnow.text.constraint;

import org.jspecify.annotations.Nullable;

/**
 * Inside a string. Counts code points: how many are still needed, and how many still possible, the one that was begun
 * not yet counted; {@link Integer#MAX_VALUE} possible ones mean no bound.
 */
record StringState(StringFrame frame, int needed, int possible, int mode) implements State {
    @Override
    public @Nullable State step(int value) {
        if (mode == CharacterBytes.BETWEEN) {
            if (value == '"') {
                return needed == 0 ? frame.after() : null;
            }
            if (possible == 0) {
                return null;
            }
        }
        int next = CharacterBytes.next(mode, value);
        if (next == CharacterBytes.DEAD) {
            return null;
        }
        return next == CharacterBytes.BETWEEN
                ? frame.state(Math.max(0, needed - 1), oneLess(), next)
                : new StringState(frame, needed, possible, next);
    }

    private int oneLess() {
        return possible == Integer.MAX_VALUE ? possible : possible - 1;
    }

    @Override
    public Ending ending() {
        return mode == CharacterBytes.BETWEEN
                ? frame.ending(mode, needed)
                : frame.ending(mode, Math.max(0, needed - 1));
    }

    @Override
    public boolean withinCharacter() {
        return mode != CharacterBytes.BETWEEN;
    }

    @Override
    public int forced() {
        return mode == CharacterBytes.BETWEEN && possible == 0 ? '"' : NO_BYTE;
    }

    @Override
    public @Nullable State afterText() {
        boolean alike = needed <= 1 && possible == Integer.MAX_VALUE && mode == CharacterBytes.BETWEEN;
        return alike ? frame.state(0, possible, mode) : null;
    }

    /** A bound that no token can reach is as good as none. */
    @Override
    public State maskKey(int longestToken) {
        return possible > longestToken ? frame.state(needed, Integer.MAX_VALUE, mode) : this;
    }
}
