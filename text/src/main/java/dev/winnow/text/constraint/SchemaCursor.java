package dev.winnow.text.constraint;

/** A row's place: its state, and how many tokens may still come. At any time the state's cost is at most that. */
final class SchemaCursor implements Cursor {
    private final Steps steps;
    private State state;
    private int remaining;
    private boolean cut;
    private boolean truncated;

    SchemaCursor(State start, Steps steps, int remaining) {
        this.steps = steps;
        this.state = start;
        this.remaining = remaining;
    }

    @Override
    public boolean finished() {
        if (!state.complete()) {
            return false;
        }
        Mask mask = steps.mask(state);
        boolean noRoom = mask.isEmpty(remaining);
        truncated |= noRoom && !mask.isEmpty();
        return noRoom;
    }

    @Override
    public boolean mayEnd() {
        return state.complete();
    }

    @Override
    public int[] forced() {
        return steps.forced(state, remaining);
    }

    @Override
    public void allow(long[] mask) {
        if (mask.length < steps.maskWords()) {
            throw new IllegalArgumentException(
                    "the mask has " + mask.length + " words, the vocabulary needs " + steps.maskWords());
        }
        cut = steps.mask(state).write(mask, remaining, steps);
    }

    @Override
    public void accept(int token) {
        State next = steps.after(state, token);
        if (next == null || next.ending().cost() >= remaining) {
            throw new IllegalArgumentException(
                    "token " + token + " is not allowed here, with " + remaining + " tokens remaining");
        }
        // Whoever goes on with a text has not been stopped by what there was no room for.
        truncated |= cut && next.ending().cost() < state.ending().cost();
        cut = false;
        state = next;
        remaining--;
    }

    @Override
    public boolean truncated() {
        return truncated;
    }
}
