package dev.winnow.engine.generation;

import dev.winnow.text.constraint.Cursor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** A constraint as a list of places, each with the tokens that may stand there; a single one is forced. */
class ScriptedCursor implements Cursor {
    private final List<int[]> places;
    private final List<Integer> taken = new ArrayList<>();

    ScriptedCursor(List<int[]> places) {
        this.places = places;
    }

    /** Some forced tokens, then free choices among a range, then one that is forced. */
    static ScriptedCursor ordinary(int choices) {
        List<int[]> places = new ArrayList<>();
        IntStream.of(5, 6, 7).forEach(token -> places.add(new int[] {token}));
        for (int i = 0; i < choices; i++) {
            places.add(IntStream.range(60, 130).toArray());
        }
        places.add(new int[] {8});
        return new ScriptedCursor(places);
    }

    @Override
    public boolean finished() {
        return taken.size() == places.size();
    }

    @Override
    public int[] forced() {
        return places.stream()
                .skip(taken.size())
                .takeWhile(place -> place.length == 1)
                .mapToInt(place -> place[0])
                .toArray();
    }

    @Override
    public void allow(long[] mask) {
        Arrays.fill(mask, 0);
        for (int token : places.get(taken.size())) {
            mask[token >> 6] |= 1L << (token & 63);
        }
    }

    @Override
    public void accept(int token) {
        if (IntStream.of(places.get(taken.size())).noneMatch(allowed -> allowed == token)) {
            throw new IllegalArgumentException("token " + token + " is not allowed at " + taken.size());
        }
        taken.add(token);
    }

    @Override
    public boolean truncated() {
        return false;
    }
}
