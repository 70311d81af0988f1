package dev.winnow.benchmarks.killedtraining;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * What a training has come to.
 *
 * @param hash of the adapter's files
 * @param losses of each step, as the API tells them
 * @param parts as they were in the end
 * @param killed rounds in which a worker was killed
 */
record Outcome(String hash, List<JsonNode> losses, List<Part> parts, Set<Integer> killed) {
    Outcome {
        losses = List.copyOf(losses);
        parts = List.copyOf(parts);
        killed = Set.copyOf(killed);
    }

    /** Checkpoints and results that came from workers. */
    int uploads() {
        return parts.stream().mapToInt(Part::uploads).sum();
    }

    /** Whether no part was ever begun again. */
    boolean undisturbed() {
        return parts.stream().allMatch(part -> part.attempt() == 1);
    }

    /** The first step at which another's losses are not the same, and both. */
    Optional<String> firstDifference(Outcome other) {
        return IntStream.range(0, Math.max(losses.size(), other.losses.size()))
                .filter(at -> !at(at).equals(other.at(at)))
                .mapToObj(at -> "%s here, and %s there".formatted(at(at), other.at(at)))
                .findFirst();
    }

    private String at(int index) {
        return index < losses.size() ? losses.get(index).toString() : "nothing";
    }
}
