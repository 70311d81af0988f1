package dev.winnow.coordinator.dataset;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds rows to train on whose input is nearly that of a held-out one: a score over those would be of what was learned
 * by heart. First all that is held out, then what is trained on. Not thread-safe.
 */
final class LeakCheck {
    private final double similarity;
    private final List<Held> held = new ArrayList<>();
    private final Map<Long, List<Integer>> bands = new HashMap<>();

    /** Takes how alike two inputs must be. */
    LeakCheck(double similarity) {
        this.similarity = similarity;
    }

    void holdOut(int line, String input) {
        MinHash print = MinHash.of(input);
        for (int band = 0; band < MinHash.BANDS; band++) {
            bands.computeIfAbsent(print.band(band), made -> new ArrayList<>(1)).add(held.size());
        }
        held.add(new Held(line, print));
    }

    /** The held-out row that is most like one to train on, if it is alike enough. */
    Optional<Leak> find(int line, String input) {
        MinHash print = MinHash.of(input);
        Optional<Leak> found = Optional.empty();
        for (int band = 0; band < MinHash.BANDS; band++) {
            for (int candidate : bands.getOrDefault(print.band(band), List.of())) {
                double alike = print.similarity(held.get(candidate).print());
                if (alike >= similarity && (found.isEmpty() || alike > found.get().similarity())) {
                    found = Optional.of(new Leak(line, held.get(candidate).line(), alike));
                }
            }
        }
        return found;
    }

    /**
     * Two rows that are nearly the same, on both sides.
     *
     * @param trainLine where the one stands that is trained on
     * @param heldOutLine where the other stands, in its own file
     * @param similarity about how much they have in common, to 1
     */
    record Leak(int trainLine, int heldOutLine, double similarity) {}

    private record Held(int line, MinHash print) {}
}
