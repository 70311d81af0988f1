package dev.winnow.benchmarks.peers.measure;

import dev.winnow.benchmarks.peers.system.Choice;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Searches a system's best settings: one choice after the other, each value tried with the best of the others, until a
 * round of all choices brings nothing any more. Nothing is tried twice. Not thread-safe.
 */
public final class SettingsSearch {
    // The second one finds what depends on another choice; a third one found nothing new.
    private static final int MOST_ROUNDS = 2;

    private final List<Choice> choices;
    private final Trial trial;
    private final Map<Map<String, String>, Double> tried = new HashMap<>();

    /** Takes what can be set, and what tries a setting. */
    public SettingsSearch(List<Choice> choices, Trial trial) {
        this.choices = List.copyOf(choices);
        this.trial = trial;
    }

    /** The best setting; the only one is not tried. */
    public Map<String, String> best() throws IOException, InterruptedException {
        Map<String, String> best = new LinkedHashMap<>();
        choices.forEach(choice -> best.put(choice.name(), choice.values().get(0)));
        for (int round = 0; round < MOST_ROUNDS && improve(best); round++) {
            // once more
        }
        return best;
    }

    private boolean improve(Map<String, String> best) throws IOException, InterruptedException {
        boolean better = false;
        for (Choice choice : choices) {
            for (String value : choice.values()) {
                Map<String, String> other = new LinkedHashMap<>(best);
                other.put(choice.name(), value);
                if (!other.equals(best) && speed(other) > speed(best)) {
                    best.putAll(other);
                    better = true;
                }
            }
        }
        return better;
    }

    private double speed(Map<String, String> setting) throws IOException, InterruptedException {
        Double known = tried.get(setting);
        if (known == null) {
            known = trial.speed(new LinkedHashMap<>(setting));
            tried.put(new LinkedHashMap<>(setting), known);
        }
        return known;
    }

    /** Tries a setting. */
    @FunctionalInterface
    public interface Trial {
        /** How fast the system is with it; 0 if it cannot run so. */
        double speed(Map<String, String> setting) throws IOException, InterruptedException;
    }
}
