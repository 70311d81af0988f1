package dev.winnow.text.constraint;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** What a seed chooses. */
record Draw(Random random) {
    private static final int CARELESS = 18;

    boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    /** Whether an author looks at what else is said of a value; who does not may contradict it. */
    boolean careful() {
        return !chance(CARELESS);
    }

    int below(int bound) {
        return random.nextInt(bound);
    }

    <T> T oneOf(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    String name() {
        return oneOf(TextPool.NAMES);
    }

    <T> List<T> shuffled(List<T> list) {
        List<T> shuffled = new ArrayList<>(list);
        Collections.shuffle(shuffled, random);
        return shuffled;
    }
}
